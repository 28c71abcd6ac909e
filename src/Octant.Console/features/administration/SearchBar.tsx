import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../ui/language/LanguageProvider';
import styles from './administration.module.css';
import { texts } from './texts';

interface SearchBarProps {
  readonly words: string;
  readonly onChange: (words: string) => void;
  readonly children?: ReactNode;
}

/** Above a list: find in it, and whatever else narrows it. */
export function SearchBar({ words, onChange, children }: SearchBarProps) {
  const t = useTexts(texts);
  return (
    <div className={styles.bar}>
      <Input
        className={styles.search ?? ''}
        prefix={<SearchOutlined aria-hidden />}
        allowClear
        aria-label={t('search')}
        placeholder={t('search')}
        value={words}
        onChange={(change) => {
          onChange(change.target.value);
        }}
      />
      {children}
    </div>
  );
}

/** Whether a thing is found by what was typed. */
export function isFound(words: string, ...texts: readonly (string | null | undefined)[]): boolean {
  return texts.join(' ').toLowerCase().includes(words.trim().toLowerCase());
}
