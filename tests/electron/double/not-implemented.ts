/**
 * Makes whoever asks one of Electron's modules for a member that the double lacks fail loudly, so that a gap is never
 * taken for a result. Members may be replaced, as tests do on the real thing.
 */
export function strict<Target extends object>(name: string, target: Target): Target {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'string' && !(key in object) && key !== 'then' && key !== 'toJSON') {
        throw new Error(`The Electron double has no ${name}.${key}: not implemented.`);
      }
      const value: unknown = Reflect.get(object, key);
      // Private fields know only their own object, not the proxy before it.
      return typeof value === 'function' && !Object.hasOwn(object, key) ? value.bind(object) : value;
    },
  });
}
