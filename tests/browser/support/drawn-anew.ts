import type { Page } from '@playwright/test';

/** How often anything on the page changes within `ms`: nodes, texts and attributes. */
export function changesWithin(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (duration) => {
    let count = 0;
    const observer = new MutationObserver((records) => {
      count += records.length;
    });
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    await new Promise((resolve) => setTimeout(resolve, duration));
    return count;
  }, ms);
}
