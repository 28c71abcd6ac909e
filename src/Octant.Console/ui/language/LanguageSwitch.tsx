import { Button } from 'antd';
import type { Language } from './language';
import { useLanguage, useTexts } from './LanguageProvider';
import { texts } from './texts';

/** Offers the other language by its own name, so that whoever cannot read this one finds it. */
export function LanguageSwitch({ onChosen }: { readonly onChosen?: (language: Language) => void }) {
  const { language, choose } = useLanguage();
  const t = useTexts(texts);
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button
      type="text"
      size="small"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={t('switchLanguage')}
      onClick={() => {
        choose(other);
        onChosen?.(other);
      }}
    >
      {t('otherLanguage')}
    </Button>
  );
}
