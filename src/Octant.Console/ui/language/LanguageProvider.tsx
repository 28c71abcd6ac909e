import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { render, type Language, type Text, type Values } from './language';

const kept = 'octant.language';

interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

/** The language chosen before on this machine, otherwise the browser's. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(kept);
  return chosen === 'zh' || chosen === 'en' ? chosen : navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(kept, chosen);
    setLanguage(chosen);
  }, []);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (choice === null) {
    throw new Error('useLanguage needs a LanguageProvider around it.');
  }

  return choice;
}

/** `t('key', { count: 3 })` in the language chosen. */
export function useTexts<Key extends string>(texts: Readonly<Record<Key, Text>>): (key: Key, values?: Values) => string {
  const { language } = useLanguage();
  return useCallback((key, values) => render(texts[key], language, values), [texts, language]);
}

/** For names that come as data in both languages. */
export function useName(): (name: Text) => string {
  const { language } = useLanguage();
  return useCallback((name) => render(name, language), [language]);
}
