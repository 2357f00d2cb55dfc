/** Has the browser save a text as a file, the way it saves downloads. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken the blob over when the click returns; Safari wants it a moment longer.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
