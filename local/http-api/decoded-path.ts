/** A path, or a segment of one, with its percent-encoding undone; as it is when the encoding is broken. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
