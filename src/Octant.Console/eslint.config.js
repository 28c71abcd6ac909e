import js from '@eslint/js';
import accessibility from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['node_modules', 'api/schema.d.ts'] },
  js.configs.recommended,
  typescript.configs.strictTypeChecked,
  typescript.configs.stylisticTypeChecked,
  accessibility.flatConfigs.strict,
  hooks.configs.flat['recommended-latest'],
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Handlers that start something and let its result be seen elsewhere (React Query) are the rule in components.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // The types of ECharts call the parts of a series deprecated that its manual documents.
      '@typescript-eslint/no-deprecated': 'off',
      // Values are compared as code points, as the API counts them.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // The builder hands its parts handlers that its types declare as methods and that use no `this`.
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', { max: 500 }],
    },
  },
  { files: ['eslint.config.js'], extends: [typescript.configs.disableTypeChecked] },
);
