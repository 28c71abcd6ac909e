import styles from './layout.module.css';

/** The name with its sign. */
export function Brand({ dark = false }: { readonly dark?: boolean }) {
  return (
    <span className={dark ? styles.brandDark : styles.brand}>
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden>
        <path d="M16 5 5.5 24.5a19 19 0 0 0 21 0Z" fill="none" stroke="#5fb3ff" strokeWidth="2.4" strokeLinejoin="round" />
        <path d="M16 5v19" stroke="#ffb84d" strokeWidth="2.4" strokeLinecap="round" />
        <circle cx="16" cy="5" r="2.6" fill="#ffb84d" />
      </svg>
      <span translate="no">Octant</span>
    </span>
  );
}
