import { EyeOutlined } from '@ant-design/icons';
import { Button, Card, Descriptions, Tag } from 'antd';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { usePermission } from '../session/session';
import { useReveal, type Customer } from './customers';
import styles from './customers.module.css';
import { texts } from './texts';

const isMasked = (text: string) => text.includes('***');

/** What is known of the customer now. */
export function Facts({ customer }: { readonly customer: Customer }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <aside className={styles.side} aria-label={t('facts')}>
      <Card title={t('who')}>
        <p className={styles.states}>
          <span className={customer.status === 'active' ? styles.well : styles.ill}>{t(`status.${customer.status}`)}</span>
          {customer.lists.neverDisturb && <span className={styles.ill}>{t('neverDisturb')}</span>}
          {customer.lists.neverOffer && <span className={styles.ill}>{t('neverOffer')}</span>}
          {customer.openCases.map((one) => (
            <span key={one} className={styles.ill}>
              {t('openCase', { case: one })}
            </span>
          ))}
        </p>
        <Texts customer={customer} />
      </Card>
      <Card title={t('consents')}>
        {customer.consents.length === 0 ? (
          <p className={styles.note}>{t('noConsents')}</p>
        ) : (
          <ul className={styles.plain}>
            {customer.consents.map((consent) => (
              <li key={consent.class}>
                <span>{consent.class}</span>
                <span>
                  <span className={consent.state === 'granted' ? styles.well : styles.ill}>{t(`consent.${consent.state}`)}</span>
                  <span className={styles.note}>
                    {consent.source} · {format.date(consent.at)}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('products')}>
        {customer.products.length === 0 ? (
          <p className={styles.note}>{t('noProducts')}</p>
        ) : (
          <ul className={styles.plain}>
            {customer.products.map((product) => (
              <li key={product.offering}>
                <span>{product.offering}</span>
                <span className={styles.note}>
                  {t(`owned.${product.state}`)}
                  {product.lockedUntil ? ` · ${t('lockedUntil', { time: format.date(product.lockedUntil) })}` : ''}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('habits')}>
        <ul className={styles.plain}>
          <li>
            <span>{t('habit.marketing')}</span>
            <span>{customer.habits.marketing.channel ?? t('noHabit')}</span>
          </li>
          <li>
            <span>{t('habit.service')}</span>
            <span>{customer.habits.service.channel ?? t('noHabit')}</span>
          </li>
        </ul>
      </Card>
      <Card title={t('attributes')}>
        <p className={styles.tags}>
          {customer.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </p>
        <Descriptions
          size="small"
          column={1}
          items={Object.entries(customer.attributes as Record<string, unknown>).map(([name, value]) => ({ key: name, label: name, children: <Value value={value} /> }))}
        />
      </Card>
    </aside>
  );
}

function Value({ value }: { readonly value: unknown }) {
  const t = useTexts(texts);
  const format = useFormat();
  switch (typeof value) {
    case 'boolean':
      return t(value ? 'yes' : 'no');
    case 'number':
      return format.number(value, 2);
    default:
      // What was imported as a day has come back as its first moment in UTC.
      return /^\d{4}-\d\d-\d\dT/.test(String(value)) ? format.date(String(value).replace(/T00:00:00Z$/, '')) : String(value);
  }
}

/** Names, addresses and numbers; a number in full for the entitled, who must ask for it. */
function Texts({ customer }: { readonly customer: Customer }) {
  const t = useTexts(texts);
  const permits = usePermission();
  const reveal = useReveal(customer.customerId);
  const shown = reveal.data ?? customer.texts;
  const mayReveal = permits('customers:unmask') && reveal.data === undefined && Object.values(customer.texts).some(isMasked);
  return (
    <>
      <ul className={styles.plain}>
        {Object.entries(shown).map(([name, text]) => (
          <li key={name}>
            <span>{name}</span>
            <span className="figure">{text}</span>
          </li>
        ))}
      </ul>
      {mayReveal && (
        <Button
          size="small"
          icon={<EyeOutlined aria-hidden />}
          loading={reveal.isPending}
          onClick={() => {
            reveal.mutate();
          }}
        >
          {t('reveal')}
        </Button>
      )}
      {mayReveal && <p className={styles.note}>{t('revealNote')}</p>}
      <Failure error={reveal.error} />
    </>
  );
}
