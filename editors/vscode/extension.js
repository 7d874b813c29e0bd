const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const [command, ...args] = workspace.getConfiguration("blockrules").get("command");
  const files = workspace.createFileSystemWatcher("**/*.blockrules");
  client = new LanguageClient(
    "blockrules",
    "Blockrules",
    { command, args },
    { documentSelector: [{ language: "blockrules" }], synchronize: { fileEvents: files } },
  );
  return client.start();
};

exports.deactivate = () => client?.stop();
