/** Parts of file paths. */
import type { DynamicBag } from "../../types/value.js";
import { scalarFamily, signature } from "../entry.js";

export const pathFunctions = scalarFamily({
  parse_path: {
    summary: "The parts of a file path, as a bag.",
    page: "parse-path-function",
    signatures: [signature({ path: "string" }, "dynamic")],
    nulls: "propagate",
    examples: {
      'parse_path(@"C:\\temp\\file.txt")':
        'dynamic({"Scheme": "", "RootPath": "C:\\\\", "DirectoryPath": "C:\\\\temp", "DirectoryName": "temp", "Filename": "file.txt", "Extension": "txt", "AlternateDataStreamName": ""})',
    },
    kernel: parsePath,
  },
});

const schemeForm = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//;
/** A drive and its separator, also behind the mark of long paths. */
const rootForm = /^(?:\\\\\?\\)?([A-Za-z]:[\\/])/;

function parsePath(path: string): DynamicBag {
  const scheme = schemeForm.exec(path);
  const local = scheme === null ? path : path.slice(scheme[0].length);
  const fileAt = Math.max(local.lastIndexOf("/"), local.lastIndexOf("\\")) + 1;
  const root = rootForm.exec(local)?.[1] ?? "";
  const directory = local.slice(0, Math.max(0, fileAt - 1));
  const last = local.slice(fileAt);
  const streamAt = last.indexOf(":");
  const file = streamAt < 0 ? last : last.slice(0, streamAt);
  const extensionAt = file.lastIndexOf(".");
  return {
    Scheme: scheme?.[1] ?? "",
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.slice(Math.max(directory.lastIndexOf("/"), directory.lastIndexOf("\\")) + 1),
    Filename: file,
    Extension: extensionAt < 0 ? "" : file.slice(extensionAt + 1),
    AlternateDataStreamName: streamAt < 0 ? "" : last.slice(streamAt + 1),
  };
}
