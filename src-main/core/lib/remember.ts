/** `work` that remembers its last answers, at most `limit` of them; `work` gives the same answer to the same text. */
export function remember<T extends string | object | null>(
  limit: number,
  work: (text: string) => T,
): (text: string) => T {
  const answers = new Map<string, T>();
  let last: { readonly text: string; readonly answer: T } | null = null;
  return (text) => {
    // Two long texts are compared much faster than one of them is hashed.
    if (last !== null && last.text === text) return last.answer;
    const known = answers.get(text);
    if (known !== undefined) {
      last = { text, answer: known };
      return known;
    }
    // All at once: whoever brings so many different texts is not the case that remembering is for.
    if (answers.size === limit) answers.clear();
    const answer = work(text);
    answers.set(text, answer);
    return answer;
  };
}
