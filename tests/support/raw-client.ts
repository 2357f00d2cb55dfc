import { connect } from 'node:net';

/** Writes raw bytes to a port and resolves with everything that came back until the other side closed or `waitMs` passed. */
export function sendRaw(port: number, bytes: string | Buffer, waitMs = 1_500): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let seen = '';
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(seen);
    };
    const timer = setTimeout(done, waitMs);
    socket.on('data', (data: Buffer) => {
      seen += data.toString('latin1');
    });
    socket.once('error', done);
    socket.once('close', done);
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  });
}
