/** The node pipe as a subject, run as plain JavaScript. */
import { bareEnvironment, type Children } from './children.ts';
import { plainJavaScript } from './node-program.ts';
import { NODE_PIPE, type Subject, UNCHECKED_AUTHORIZATION } from './subject.ts';

export function pipeSubject(children: Children, scratchDir: string): Subject {
  const program = plainJavaScript('node-pipe.ts', scratchDir);
  return {
    name: NODE_PIPE,
    start: async (upstreamUrl, options) => {
      const args = [...(options?.nodeArgs ?? []), program, upstreamUrl];
      const server = children.startServer(process.execPath, args, bareEnvironment(scratchDir));
      const [, url] = await server.lineMatching(/ready at (http:\S+)\n/);
      return {
        url: url!,
        authorization: UNCHECKED_AUTHORIZATION,
        pid: server.pid,
        logTail: server.logTail,
        stop: () => server.stop(),
      };
    },
  };
}
