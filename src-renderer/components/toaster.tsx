import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '../language/language.tsx';
import { Button, IconButton } from './button.tsx';
import styles from './toaster.module.css';

/** Something that was just done, and the way back. */
export interface Toast {
  readonly text: string;
  readonly action: string;
  /** Goes back; answers with null, or with what stood in the way as a sentence. */
  readonly onAction: () => Promise<string | null>;
  /** How long there is a way back, in ms; the toast stays for all of it. */
  readonly forMs: number;
}

const ToasterContext = createContext<(toast: Toast) => void>(() => {});

/** Says what was just done, with a button that takes it back, wherever the person goes meanwhile. */
export function useToast(): (toast: Toast) => void {
  return use(ToasterContext);
}

interface Shown extends Toast {
  readonly key: number;
}

/** Shows toasts above the page's lower edge, the newest one last. */
export function Toaster({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const count = useRef(0);
  const show = useCallback((toast: Toast) => {
    count.current += 1;
    const key = count.current;
    setShown((before) => [...before, { ...toast, key }]);
  }, []);
  const close = useCallback((key: number) => {
    setShown((before) => before.filter((toast) => toast.key !== key));
  }, []);
  return (
    <ToasterContext value={show}>
      {children}
      <div className={styles.toaster} role="status">
        {shown.map((toast) => (
          <OneToast key={toast.key} toast={toast} onClose={close} />
        ))}
      </div>
    </ToasterContext>
  );
}

function OneToast({ toast, onClose }: { readonly toast: Shown; readonly onClose: (key: number) => void }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    const timer = setTimeout(() => onClose(toast.key), toast.forMs);
    return () => clearTimeout(timer);
  }, [toast, onClose]);

  // What has the focus is what was just taken away, now or in a moment: the way back gets it, unless somebody types.
  useEffect(() => {
    const typing = document.activeElement?.closest('dialog, input, select, textarea') ?? null;
    if (typing === null) button.current?.focus();
  }, []);

  const act = async () => {
    setBusy(true);
    const inTheWay = await toast.onAction();
    setBusy(false);
    if (inTheWay === null) onClose(toast.key);
    else setProblem(inTheWay);
  };

  return (
    <div className={styles.toast}>
      <p className={styles.text}>{problem ?? toast.text}</p>
      <Button ref={button} look="quiet" busy={busy} onClick={() => void act()}>
        {toast.action}
      </Button>
      <IconButton label={t('common.dismiss')} onClick={() => onClose(toast.key)}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
