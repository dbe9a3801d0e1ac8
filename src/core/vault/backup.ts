/** The backup file: the vault as it lies in the store, still sealed, with a name, a version and a checksum. */
import { base64url, jsonBytes, sha256 } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { bytesText, listOf, object, oneOf, type Shape, text, unique } from "../shape.ts";
import { type Header, parseHeader } from "./header.ts";
import { parseStoredRecord, type StoredRecord } from "./records.ts";
import { isId } from "./slots.ts";
import type { StoredVault } from "./verify.ts";

export const BACKUP_FORMAT = "countersign-backup";
export const BACKUP_VERSION = 1;

/** In characters of the file. */
export const MAX_BACKUP = 64 * 1024 * 1024;

/** `checksum`: base64url of SHA-256 over the JSON array `[format,version,createdAt,header,records]`. */
interface BackupFile {
  readonly format: typeof BACKUP_FORMAT;
  readonly version: typeof BACKUP_VERSION;
  readonly createdAt: string;
  readonly header: unknown;
  readonly records: readonly (readonly [id: string, record: unknown])[];
  readonly checksum: string;
}

export interface Backup {
  readonly createdAt: string;
  readonly header: Header;
  readonly records: readonly (readonly [id: string, record: StoredRecord])[];
}

const anything: Shape<unknown> = (value): value is unknown => value !== undefined;
const isPair: Shape<readonly [string, unknown]> = (value): value is readonly [string, unknown] =>
  Array.isArray(value) && value.length === 2 && isId(value[0]);

const isFileShape = object<BackupFile>({
  format: oneOf(BACKUP_FORMAT),
  version: oneOf(BACKUP_VERSION),
  createdAt: text({ min: 1, max: 64 }),
  header: anything,
  records: listOf(isPair),
  checksum: bytesText(32),
});

const isFile: Shape<BackupFile> = (value): value is BackupFile =>
  isFileShape(value) && unique(value.records, ([id]) => id) && value.checksum === checksumOf(value);

/** The text of the file. It needs no key: nothing is opened. @throws notOpened for a vault that does not parse */
export function writeBackup({ header, records }: StoredVault, createdAt: string): string {
  const bare = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    createdAt,
    header: parseHeader(header),
    records: records.map(([id, record]) => [id, parseStoredRecord(record)] as const),
  } as const;
  return JSON.stringify({ ...bare, checksum: checksumOf(bare) });
}

/**
 * Total and closed. That the checksum fits says that the file is whole, not that it is genuine: the master key tells.
 * @throws notABackup for anything else than a backup file
 * @throws unsupportedVersion for one of a newer version, of the file or of the vault in it
 * @throws damagedBackup for one that was changed or cut off
 */
export function parseBackup(file: string): Backup {
  if (file.length > MAX_BACKUP) throw rpcError("notABackup");
  const value = jsonOf(file);
  if (memberOf(value, "format") !== BACKUP_FORMAT) throw rpcError("notABackup");
  if (isNewer(memberOf(value, "version"), BACKUP_VERSION)) throw rpcError("unsupportedVersion");
  if (!isFile(value)) throw rpcError("damagedBackup");
  return contentOf(value);
}

function contentOf({ createdAt, header, records }: BackupFile): Backup {
  if (isNewer(memberOf(header, "version"), 1)) throw rpcError("unsupportedVersion");
  try {
    const parsed = records.map(([id, record]) => [id, parseStoredRecord(record)] as const);
    return { createdAt, header: parseHeader(header), records: parsed };
  } catch {
    throw rpcError("damagedBackup");
  }
}

/** A text that begins like ours and is no JSON was cut off. */
function jsonOf(file: string): unknown {
  try {
    return JSON.parse(file) as unknown;
  } catch {
    const begins = file.trimStart().startsWith(`{"format":"${BACKUP_FORMAT}"`);
    throw rpcError(begins ? "damagedBackup" : "notABackup");
  }
}

const checksumOf = ({ format, version, createdAt, header, records }: Omit<BackupFile, "checksum">): string =>
  base64url(sha256(jsonBytes([format, version, createdAt, header, records])));

const isNewer = (version: unknown, ours: number): boolean => typeof version === "number" && version > ours;

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
