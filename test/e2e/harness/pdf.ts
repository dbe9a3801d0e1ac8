import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** The text of a PDF in the order in which it was written, and how many pages it has. */
export async function pdfText(bytes: Uint8Array): Promise<{ readonly text: string; readonly pages: number }> {
  const document = await getDocument({ data: new Uint8Array(bytes), useSystemFonts: true }).promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(
      ...items.flatMap((item) => ("str" in item && item.str.trim() !== "" ? [item.str.trim()] : [])),
    );
  }
  return { text: texts.join(" "), pages: document.numPages };
}
