UPDATE meetnoo.pipelines SET state = state - 'stored';
