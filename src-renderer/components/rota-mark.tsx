/** Rota's sign: a short stack of three bars, the first one filled. */
export function RotaMark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
      <rect x="2.5" y="2" width="11" height="2.5" rx="0.75" fill="currentColor" />
      <rect x="2.5" y="6.75" width="11" height="2.5" rx="0.75" />
      <rect x="2.5" y="11.5" width="11" height="2.5" rx="0.75" />
    </svg>
  );
}
