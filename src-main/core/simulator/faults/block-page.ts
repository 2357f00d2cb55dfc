import { type Answer, htmlAnswer } from '../wire/answer.ts';

/** The page with which a content delivery network stops a caller that it takes for a robot. */
export function blockPage(): Answer {
  return htmlAnswer(
    403,
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>',
    [
      ['server', 'cloudflare'],
      ['cf-mitigated', 'challenge'],
    ],
  );
}
