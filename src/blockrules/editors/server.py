"""
The language server: what editors ask, put to the pure modules beside this one, the only one that knows the protocol.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import JsonRPCRequestMessage, LanguageServerProtocol
from pygls.uris import to_fs_path

from blockrules.editors import positions
from blockrules.editors.completion import completion
from blockrules.editors.hover import hover
from blockrules.editors.renaming import Refusal, renamed, shared
from blockrules.editors.sites import Site, sites
from blockrules.editors.symbols import Index, Mention
from blockrules.language.diagnostics import Diagnostic, Replacement
from blockrules.language.errors import RulesError
from blockrules.language.formatter import formatted
from blockrules.language.source import Source, Span

# Seconds without a keystroke, after which the files are checked.
PAUSE = 0.15
# The method of requests that cannot be understood.
MISUNDERSTOOD = "blockrules/misunderstood"
SEVERITIES = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}
ENCODINGS: dict[object, positions.Encoding] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}
ICONS = {
    "fact": types.CompletionItemKind.Field,
    "define": types.CompletionItemKind.Function,
    "member": types.CompletionItemKind.EnumMember,
    "region": types.CompletionItemKind.Class,
    "block": types.CompletionItemKind.Module,
    "keyword": types.CompletionItemKind.Keyword,
    "type": types.CompletionItemKind.TypeParameter,
}

Granted = TypeVar("Granted")


def serve() -> None:
    """
    Stand by an editor that speaks the language server protocol over standard input and output, until it says goodbye.
    """
    server = RulesServer("blockrules", version("blockrules"), types.TextDocumentSyncKind.Full)
    for method, (answer, options) in FEATURES.items():
        server.feature(method, options)(answer)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_no_refusal)
    server.start_io()


class Refused(JsonRpcException):
    """
    The answer to a request that is understood and not granted.
    """

    CODE = types.LSPErrorCodes.RequestFailed


class AnsweringProtocol(LanguageServerProtocol):
    """
    What also answers requests that are not as the protocol has them. They go to a method of their own, since those that
    they ask for only know sound ones.
    """

    def structure_message(self, data: dict[str, Any]) -> Any:
        """
        The message that *data* is.
        """
        try:
            return super().structure_message(data)
        except JsonRpcException:
            if "id" not in data or "method" not in data:
                raise
            return JsonRPCRequestMessage(data["id"], MISUNDERSTOOD, self.VERSION, data["method"])


def misunderstood(ls: "RulesServer", method: str) -> None:
    """
    Refuse a request of *method* that is not as the protocol has it.
    """
    raise JsonRpcInvalidParams(f"what `{method}` is asked with is not as the protocol has it")


def _is_no_refusal(record: logging.LogRecord) -> bool:
    """
    Whether a *record* is worth a log: a refusal is no fault of the server.
    """
    return not (record.exc_info and isinstance(record.exc_info[1], Refused | JsonRpcInvalidParams))


class RulesServer(LanguageServer):
    """
    What is remembered between two questions: the sites read since the last change, and where faults were shown.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, protocol_cls=AnsweringProtocol)
        self.read: dict[str, tuple[Site, ...]] = {}
        self.shown: frozenset[str] = frozenset()
        self.checking: asyncio.Task[None] | None = None

    # Files

    def texts(self) -> dict[str, str]:
        """
        The texts that are open, by the names of their files.
        """
        return {_name(document.uri): document.source for document in self.workspace.text_documents.values()}

    def top(self, name: str) -> Path:
        """
        The folder of the workspace that the file *name* is in; its own where it is in none.
        """
        folders = map(Path, map(_name, [*self.workspace.folders, *filter(None, [self.workspace.root_uri])]))
        return next((folder for folder in folders if Path(name).is_relative_to(folder)), Path(name).parent)

    def sites(self, name: str) -> tuple[Site, ...]:
        """
        The sites that the file *name* is part of. Not every editor tells of what others write to the disk.
        """
        if name in self.read and not self.read[name][0].stamps.hold:
            changed(self, None)
        if name not in self.read:
            self.read[name] = sites(name, self.texts(), self.top(name))
        return self.read[name]

    def place(self, uri: str, position: types.Position) -> tuple[Site, Source, int] | None:
        """
        A site, the file in it and the offset that *position* means; None where the file cannot be read.
        """
        name = _name(uri)
        site = self.sites(name)[0]
        source = site.source(name)
        if source is None:
            return None
        return site, source, positions.offset(source, positions.Place(position.line, position.character), self.encoding)

    @property
    def encoding(self) -> positions.Encoding:
        """The encoding whose code units columns count."""
        return ENCODINGS[self.workspace.position_encoding]

    # Places

    def uri(self, name: str) -> str:
        """
        What the editor calls the file *name*.
        """
        opened = {_name(document.uri): document.uri for document in self.workspace.text_documents.values()}
        return opened.get(name) or (Path(name).as_uri() if Path(name).is_absolute() else name)

    def range(self, span: Span) -> types.Range:
        """
        The place of *span* within its file.
        """
        ends = (positions.place(span.source, offset, self.encoding) for offset in (span.start, span.end))
        return types.Range(*(types.Position(place.line, place.column) for place in ends))

    def location(self, span: Span) -> types.Location:
        """
        The place of *span* anywhere.
        """
        return types.Location(self.uri(span.source.name), self.range(span))

    def edit(self, replacements: Iterable[Replacement]) -> types.WorkspaceEdit:
        """
        The edit that makes the *replacements*.
        """
        changes: dict[str, list[types.TextEdit]] = {}
        for each in replacements:
            edit = types.TextEdit(self.range(each.span), each.text)
            changes.setdefault(each.span.source.name, []).append(edit)
        return types.WorkspaceEdit({self.uri(name): edits for name, edits in changes.items()})

    def diagnostic(self, found: Diagnostic) -> types.Diagnostic:
        """
        What an editor shows of *found*.
        """
        message = found.message if found.help is None else f"{found.message}\nhelp: {found.help}"
        return types.Diagnostic(
            self.range(found.span),
            message,
            severity=SEVERITIES[found.severity],
            code=found.code,
            source="blockrules",
            related_information=[
                types.DiagnosticRelatedInformation(self.location(label.span), label.text) for label in found.labels
            ],
        )


def watch(ls: RulesServer, _: object) -> None:
    """
    Ask an editor that can to tell of what is written to the disk.
    """
    workspace = ls.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched and watched.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*.blockrules")])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ls.client_register_capability(types.RegistrationParams([types.Registration(method, method, options)]))


# Diagnostics


def changed(ls: RulesServer, _: object) -> None:
    """
    Forget what was read, and check the open files once nobody has typed for a moment.
    """
    ls.read = {}
    if ls.checking:
        ls.checking.cancel()
    ls.checking = asyncio.get_running_loop().create_task(_publish(ls))


async def _publish(ls: RulesServer) -> None:
    await asyncio.sleep(PAUSE)
    texts = ls.texts()
    tops = {name: ls.top(name) for name in texts}
    found = await asyncio.to_thread(_found, texts, tops)
    shown = {ls.uri(name): [ls.diagnostic(each) for each in here] for name, here in found.items()}
    for uri in sorted(shown.keys() | ls.shown):
        ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown.get(uri, [])))
    ls.shown = frozenset(shown)


def _found(texts: Mapping[str, str], tops: Mapping[str, Path]) -> dict[str, list[Diagnostic]]:
    """
    What is wrong with all sites of the open *texts*, by file, each fault once.
    """
    every = {site.name: site for name in texts for site in sites(name, texts, tops[name])}
    found: dict[str, list[Diagnostic]] = {}
    for each in dict.fromkeys(each for site in every.values() for each in site.diagnostics):
        found.setdefault(each.span.source.name, []).append(each)
    return found


def fixes(ls: RulesServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """
    The fixes of what is wrong within the range.
    """
    kinds = params.context.only
    start = ls.place(params.text_document.uri, params.range.start)
    end = ls.place(params.text_document.uri, params.range.end)
    if not start or not end or (kinds and "quickfix" not in kinds):
        return []
    site, source, first = start
    return [
        types.CodeAction(
            fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[ls.diagnostic(each)],
            is_preferred=fix.safe,
            edit=ls.edit(fix.replacements),
        )
        for each in site.diagnostics
        if each.span.source.name == source.name and each.span.start <= end[2] and first <= each.span.end
        for fix in each.fixes
    ]


# Names


def completions(ls: RulesServer, params: types.CompletionParams) -> list[types.CompletionItem]:
    """
    What can stand at the place.
    """
    place = ls.place(params.text_document.uri, params.position)
    if not place:
        return []
    site, source, offset = place
    found = completion(source, offset, site.index)
    here = ls.range(found.span)
    return [
        types.CompletionItem(
            each.text,
            kind=ICONS.get(each.kind, types.CompletionItemKind.Value),
            detail=each.detail or each.kind,
            sort_text=f"{number:06}",
            text_edit=types.TextEdit(here, each.text),
        )
        for number, each in enumerate(found.suggestions)
    ]


def _mentions(ls: RulesServer, uri: str, position: types.Position) -> tuple[Index, tuple[Mention, ...]]:
    """
    What is named at the place, among which other names.
    """
    place = ls.place(uri, position)
    if not place:
        return Index((), {}, ()), ()
    site, source, offset = place
    return site.index, site.index.at(source.name, offset)


def hovered(ls: RulesServer, params: types.HoverParams) -> types.Hover | None:
    """
    What a reader is told of the name at the place.
    """
    index, mentions = _mentions(ls, params.text_document.uri, params.position)
    told = [hover(mention, index) for mention in mentions if mention.symbol.kind != "file"]
    if not told:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(told))
    return types.Hover(content, ls.range(mentions[0].part))


def definitions(ls: RulesServer, params: types.DefinitionParams) -> list[types.Location]:
    """
    Where the name at the place is declared; for an `include`, its file.
    """
    index, mentions = _mentions(ls, params.text_document.uri, params.position)
    files = [mention.symbol.name for mention in mentions if mention.symbol.kind == "file"]
    starts = types.Range(types.Position(0, 0), types.Position(0, 0))
    return [
        *(types.Location(ls.uri(name), starts) for name in files),
        *(ls.location(each.part) for mention in mentions for each in index.declarations(mention.symbol)),
    ]


def renaming(ls: RulesServer, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """
    The name at the place, if it can be another.
    """
    mention = _named(ls, params.text_document.uri, params.position)
    return types.PrepareRenamePlaceholder(ls.range(mention.part), mention.symbol.name) if mention else None


def rename(ls: RulesServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """
    The edit that gives the name at the place another name.
    """
    mention = _named(ls, params.text_document.uri, params.position)
    if mention is None:
        return None
    edits = renamed(_name(params.text_document.uri), ls.sites, mention.symbol, params.new_name)
    return ls.edit(_granted(edits))


def _named(ls: RulesServer, uri: str, position: types.Position) -> Mention | None:
    _, mentions = _mentions(ls, uri, position)
    _granted(shared(mentions))
    if mentions and mentions[0].symbol.kind == "file":
        _granted(Refusal("a file gets another name on the disk, not here"))
    return mentions[0] if mentions else None


def _granted(found: Granted | Refusal) -> Granted:
    """
    What was *found*, if it is no refusal: that goes to the editor as the answer.
    """
    if isinstance(found, Refusal):
        raise Refused(found.reason)
    return found


# Texts


def formatting(ls: RulesServer, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    """
    The one edit that lays the text out anew; none where it cannot be understood.
    """
    place = ls.place(params.text_document.uri, types.Position(0, 0))
    if not place:
        return None
    _, source, _ = place
    try:
        text = formatted(source)
    except RulesError:
        return None
    whole = Span(source, 0, len(source.text))
    return [] if text == source.text else [types.TextEdit(ls.range(whole), text)]


def _name(uri: str) -> str:
    """
    The name of the file that an editor calls *uri*; the uri of what no file can be.
    """
    try:
        path = to_fs_path(uri)
        if not path:
            return uri
        file = Path(path).resolve()
        # It need not be there, but that its path is too long for any is an error like others.
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            file.stat()
        return file.as_posix()
    except (OSError, RuntimeError, ValueError):
        return uri


FEATURES: Mapping[str, tuple[Callable[..., object], object]] = {
    MISUNDERSTOOD: (misunderstood, None),
    types.INITIALIZED: (watch, None),
    types.TEXT_DOCUMENT_DID_OPEN: (changed, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (changed, None),
    types.TEXT_DOCUMENT_DID_SAVE: (changed, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (changed, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (changed, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (fixes, types.CodeActionOptions([types.CodeActionKind.QuickFix])),
    types.TEXT_DOCUMENT_COMPLETION: (completions, types.CompletionOptions([".", "("])),
    types.TEXT_DOCUMENT_HOVER: (hovered, None),
    types.TEXT_DOCUMENT_DEFINITION: (definitions, None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (renaming, None),
    types.TEXT_DOCUMENT_RENAME: (rename, types.RenameOptions(prepare_provider=True)),
    types.TEXT_DOCUMENT_FORMATTING: (formatting, None),
}
