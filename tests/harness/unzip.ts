/** For tests: reads a ZIP with another program's eyes than the one that wrote it. */
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import yauzl from "yauzl";

export async function unzip(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const open = promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer);
  const zip = await open(Buffer.from(bytes), { lazyEntries: true, strictFileNames: true });
  const read = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip));
  const files = new Map<string, Buffer>();
  await new Promise<void>((done, fail) => {
    zip.on("entry", (entry: yauzl.Entry) => {
      read(entry)
        .then((stream) => buffer(stream))
        .then((content) => {
          files.set(entry.fileName, content);
          return zip.readEntry();
        })
        .catch(fail);
    });
    zip.on("end", done);
    zip.on("error", fail);
    zip.readEntry();
  });
  return files;
}
