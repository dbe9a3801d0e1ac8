/** No answer of Dfns is longer than this, in bytes after decompression. */
const MAX_ANSWER = 1024 * 1024;

/**
 * The body as text, read piece by piece, so that neither a compressed nor an endless one fills the memory. A web page is
 * no answer, whatever it holds.
 * @throws when it is too long, is not UTF-8, breaks off or is a web page
 */
export async function answerText({ headers, body }: Response): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = body?.getReader();
  let text = "";
  let length = 0;
  try {
    if (isWebPage(headers)) throw new TypeError("a web page");
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      length += piece.value.length;
      if (length > MAX_ANSWER) throw new RangeError("too long");
      text += decoder.decode(piece.value, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    void reader?.cancel().catch(() => undefined);
    throw error;
  }
}

const isWebPage = (headers: Headers): boolean => /^\s*text\/html\b/i.test(headers.get("Content-Type") ?? "");
