/**
 * The bare node pipe that the gateway is compared with: Node's own server and client, piped together, with
 * keep-alive on both sides and nothing else. The upstream's origin is the first argument.
 */
import { Agent, createServer, request } from 'node:http';

const upstream = new URL(process.argv[2]!);
const agent = new Agent({ keepAlive: true });

const server = createServer((req, res) => {
  const { method, url, headers } = req;
  const options = { agent, host: upstream.hostname, port: upstream.port, method, path: url, headers };
  const forwarded = request(options, (answer) => {
    res.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(res);
  });
  forwarded.on('error', () => res.destroy());
  req.pipe(forwarded);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') {
    process.stdout.write(`The pipe is ready at http://127.0.0.1:${address.port}\n`);
  }
});
