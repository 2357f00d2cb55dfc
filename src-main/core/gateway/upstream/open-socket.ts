import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Silence on the wire after which the system asks whether the other side is still there, in ms. */
const TCP_KEEP_ALIVE_MS = 60_000;

/** Opens sockets to one origin: TCP, and TLS for `https`, with the session of the last connection resumed. */
export class SocketOpener {
  readonly #isSecure: boolean;
  readonly #host: string;
  readonly #port: number;
  #session: Buffer | undefined;

  constructor(origin: URL) {
    this.#isSecure = origin.protocol === 'https:';
    // A URL has an IPv6 address in brackets, the resolver wants it without.
    this.#host = origin.hostname.replace(/^\[|\]$/g, '');
    this.#port = Number(origin.port) || (this.#isSecure ? 443 : 80);
  }

  /** The event after which a socket of this opener can be used. */
  get readyEvent(): 'connect' | 'secureConnect' {
    return this.#isSecure ? 'secureConnect' : 'connect';
  }

  /** Begins to connect; errors arrive as the socket's. `onread` gets every byte, and the socket emits no data. */
  open(onread: OnReadOpts): Socket {
    const common = { host: this.#host, port: this.#port, noDelay: true, onread };
    const socket = this.#isSecure ? this.#openSecure(common) : connectTcp(common);
    socket.setKeepAlive(true, TCP_KEEP_ALIVE_MS);
    return socket;
  }

  #openSecure(options: { host: string; port: number; noDelay: boolean; onread: OnReadOpts }): Socket {
    const socket = connectTls({
      ...options,
      // An address is no name that a server could be asked for (RFC 6066 section 3).
      ...(isIP(this.#host) === 0 && { servername: this.#host }),
      ALPNProtocols: ['http/1.1'],
      ...(this.#session && { session: this.#session }),
    });
    return socket.on('session', (session) => {
      this.#session = session;
    });
  }
}
