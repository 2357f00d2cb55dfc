import type { NetworkInterfaceInfo } from 'node:os';
import type { Clock } from '../core/lib/clock.ts';

/** Between two looks at the machine's addresses, in ms; Electron's main process has no event for a changed network. */
const LOOK_MS = 10_000;

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** The machine's own addresses as one text; loopback and link-local ones say nothing about where it is. */
export function networkFingerprint(interfaces: Interfaces): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) =>
      (addresses ?? [])
        .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
        .map(({ address }) => `${name} ${address}`),
    )
    .sort()
    .join('\n');
}

/** Calls `onChange` when the machine has moved to another network, until the handle is disposed. */
export function watchNetwork(clock: Clock, read: () => Interfaces, onChange: () => void): Disposable {
  let known = networkFingerprint(read());
  let timer = clock.after(LOOK_MS, look);

  function look(): void {
    const now = networkFingerprint(read());
    timer = clock.after(LOOK_MS, look);
    if (now === known) return;
    known = now;
    onChange();
  }

  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
