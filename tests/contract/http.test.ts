import { createHttpTransport } from '../../src-shared/contract/http-transport.ts';
import { describeManagement } from './management-suite.ts';

describeManagement('HTTP', ({ url, controlToken }) =>
  createHttpTransport({
    baseUrl: url,
    token: () => controlToken,
    fetch,
    language: 'en',
    after: (delayMs, fn) => {
      const timer = setTimeout(fn, delayMs);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  }),
);
