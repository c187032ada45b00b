"""The catalogue's documents: every topic and field is there, and references lead somewhere."""

import json
from pathlib import Path

from streams.describe import documents
from streams.topics import TOPICS

DOCUMENTS = {path.name: text for path, text in documents(Path("docs")).items()}


def test_every_topic_is_described_with_its_inner_fields() -> None:
    text = DOCUMENTS["topics.md"]
    assert all(f"## {topic.name}\n" in text for topic in TOPICS)
    assert "| `words[].start` | double |" in text
    assert "| `evidence[].passage` |" in text


def test_references_of_the_asyncapi_document_lead_somewhere() -> None:
    document = json.loads(DOCUMENTS["asyncapi.json"])
    references = [
        *(o["channel"]["$ref"] for o in document["operations"].values()),
        *(m["$ref"] for c in document["channels"].values() for m in c["messages"].values()),
    ]
    assert len(references) >= len(TOPICS)
    for reference in references:
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_what_others_publish_is_received_and_what_we_publish_is_sent() -> None:
    operations = json.loads(DOCUMENTS["asyncapi.json"])["operations"]
    assert operations["receive audio.uploaded"]["action"] == "receive"
    assert operations["send segments.enriched"]["action"] == "send"
    assert not any("dead.letters" in name for name in operations)


def test_the_committed_documents_are_up_to_date() -> None:
    for path, text in documents(Path("docs")).items():
        assert path.read_text() == text
