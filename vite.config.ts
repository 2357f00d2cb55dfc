import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the page that the tray app's window and the dashboard share. The base is relative, so that the
 * same files work over http and from disk; nothing is inlined, because the page's policy allows no inline code.
 */
export default defineConfig({
  root: folder('src-renderer'),
  base: './',
  plugins: [react()],
  build: {
    outDir: folder('dist/renderer'),
    emptyOutDir: true,
    minify: true,
    target: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
