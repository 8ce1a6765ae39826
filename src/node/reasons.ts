/** Reasons of system errors in plain words. */

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such folder",
  ENOTDIR: "a file in place of a folder",
  EEXIST: "a file in place of a folder",
  EISDIR: "a folder",
  ENAMETOOLONG: "a name that is too long",
  ELOOP: "links that lead in a circle",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "a read-only file system",
  ENOSPC: "a full disk",
  EDQUOT: "a full quota",
  EFBIG: "a file that may not grow further",
  EIO: "a fault of the device",
  EPIPE: "a reader that has gone away",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
  EADDRINUSE: "taken by another program",
};

/** Reason and remedy of a system error; undefined for any other error. */
export function systemReason(error: unknown): { received: string; remedy?: string } | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || (syscall === undefined && REASONS[code] === undefined))
    return undefined;
  const received = REASONS[code] ?? code;
  const tooMany = code === "EMFILE" || code === "ENFILE";
  return tooMany ? { received, remedy: "allow more of them (ulimit -n)" } : { received };
}
