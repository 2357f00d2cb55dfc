import { Component, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useText } from '../language/language.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a page that cannot be drawn from taking the window with it; React has this for classes only. */
export class PageBoundary extends Component<PageBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <PageFailed onRetry={() => this.setState({ failed: false })} />;
  }
}

function PageFailed({ onRetry }: { readonly onRetry: () => void }) {
  const t = useText();
  return (
    <Notice tone="problem" urgent actions={<Button onClick={onRetry}>{t('problem.page.retry')}</Button>}>
      {t('problem.page')}
    </Notice>
  );
}
