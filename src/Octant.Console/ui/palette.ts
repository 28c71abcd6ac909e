/** The colours of the console, for styles in code and for charts. global.css has the same under the same names. */
export const palette = {
  primary: '#1a5fd0',
  primaryStrong: '#154fb0',
  good: '#18794e',
  warning: '#a15c00',
  bad: '#c62a2f',
  badStrong: '#a31f24',
  ink: '#14202e',
  inkSoft: '#42526a',
  inkFaint: '#5b6a80',
  line: '#e4e9f0',
  ground: '#f3f6fa',
  night: '#0c1c2e',
  amber: '#ffb84d',
} as const;

/** Distinct also for people who do not tell red from green; in this order in every chart. */
export const series = ['#1a5fd0', '#f0a030', '#17a2a2', '#8a5cd6', '#d64f7f', '#6b8e23', '#4a6fa5', '#b0763c'] as const;
