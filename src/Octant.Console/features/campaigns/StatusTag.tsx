import { Tag } from 'antd';
import { useTexts } from '../../ui/language/LanguageProvider';
import type { CampaignStatus } from './campaigns';
import styles from './campaigns.module.css';
import { texts } from './texts';

/** Where in its life a campaign is, by word and by colour. */
export function StatusTag({ status }: { readonly status: CampaignStatus }) {
  const t = useTexts(texts);
  return (
    <Tag variant="filled" className={`${styles.status ?? ''} ${styles[status] ?? ''}`}>
      {t(`status.${status}`)}
    </Tag>
  );
}
