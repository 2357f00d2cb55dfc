import { type Answer, jsonAnswer } from '../wire/answer.ts';
import { isObject, type JsonObject } from '../wire/json-value.ts';

/** A token answer with its fields changed; an answer that grants no tokens is left as it is. */
export function changeTokenBody(answer: Answer, change: (fields: JsonObject) => JsonObject): Answer {
  if (answer.status !== 200 || answer.body.kind !== 'text') return answer;
  const fields: unknown = JSON.parse(answer.body.text);
  return isObject(fields) ? jsonAnswer(200, change(fields)) : answer;
}
