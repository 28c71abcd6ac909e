import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the API; the server itself serves what `npm run build` makes. */
const server = process.env.OCTANT_SERVER ?? 'http://localhost:5000';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': server, '/openapi': server } },
  build: {
    outDir: '../../artifacts/console',
    emptyOutDir: true,
    target: 'es2022',
    // The charts alone are above the default; every route has its own bundle, so nobody loads them who sees none.
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: 'happy-dom',
    include: ['**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
  },
});
