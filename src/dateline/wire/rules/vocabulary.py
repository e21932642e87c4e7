"""What a subject's code is called, in a reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline.wire.rules.item import Subject
from dateline.wire.rules.media_topics import MEDIA_TOPICS, SCHEME, TOP_CODES

# The names under which senders put the Media Topics, without the last `/` or `:`.
_MEDIA_TOPICS = {"medtop", "mediatopic", "mediatopics", SCHEME.rstrip("/"), "https" + SCHEME.rstrip("/")[4:]}
# The older Subject Codes: their top level has the same codes, and the IPTC's file maps the others.
_SUBJECT_CODES = {"subj", "subjectcode", "http://cv.iptc.org/newscodes/subjectcode"}


@dataclass(frozen=True)
class Term:
    """One term of a loaded vocabulary: labels by language tag, the term above it, older codes for it."""

    code: str
    labels: Mapping[str, str]
    broader: str = ""
    is_retired: bool = False
    subject_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The Media Topics: what is built in, and over it what an operator loaded; empty when nothing was."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    by_subject_code: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(terms: Mapping[str, Term]) -> "Vocabulary":
        """A vocabulary with its older codes looked up backwards; a live term before a retired one."""
        backwards: dict[str, str] = {}
        for term in sorted(terms.values(), key=lambda term: term.is_retired):
            for code in term.subject_codes:
                backwards.setdefault(code, term.code)
        return Vocabulary(terms, backwards)

    def media_topic(self, subject: Subject) -> str:
        """The Media Topic that a subject's code means; empty when it means none."""
        scheme = subject.scheme.rstrip("/:").lower()
        if scheme in _MEDIA_TOPICS:
            return subject.code if subject.code in MEDIA_TOPICS or subject.code in self.terms else ""
        if scheme in _SUBJECT_CODES:
            found = self.by_subject_code.get(subject.code)
            return found or (subject.code if subject.code in TOP_CODES else "")
        return ""

    def label(self, code: str, language: str) -> str:
        """What a Media Topic is called in a language, else in English; empty when it is not known.

        Korean labels are ours and unofficial; the IPTC has none.
        """
        tongue, built_in = language.partition("-")[0].lower(), MEDIA_TOPICS.get(code)
        labels = self.terms[code].labels if code in self.terms else {}
        exact = next((labels[tag] for tag in labels if tag.lower() == language.lower()), "")
        near = next((labels[tag] for tag in labels if tag.partition("-")[0].lower() == tongue), "")
        if found := exact or near:
            return found
        if tongue == "ko" and built_in:
            return built_in.korean
        english = next((labels[tag] for tag in ("en-GB", "en-US", "en") if labels.get(tag)), "")
        return english or (built_in.english if built_in else "")

    def name_of(self, subject: Subject, language: str) -> str:
        """What to call a subject: the Media Topic's own label, else the sender's, else the bare code."""
        topic = self.media_topic(subject)
        return (self.label(topic, language) if topic else "") or subject.name or subject.code


BUILT_IN = Vocabulary()
