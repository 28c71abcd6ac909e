import { Button, Form, Input, Modal } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useFind } from './customers';
import styles from './customers.module.css';
import { texts } from './texts';

/** Finds a customer by number or id; a number that several have leads to a choice. */
export function Finder() {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const find = useFind();
  const several = find.data !== undefined && find.data.length > 1 ? find.data : [];
  return (
    <search>
      <Form<{ words: string }>
        layout="inline"
        className={styles.finder ?? ''}
        requiredMark={false}
        onFinish={({ words }) => {
          find.mutate(words, {
            onSuccess: (found) => {
              const [only] = found;
              if (found.length === 1 && only !== undefined) {
                void navigate(`/customers/${encodeURIComponent(only)}`);
              }
            },
          });
        }}
      >
        <Form.Item name="words" rules={[{ required: true, whitespace: true, message: t('typeSomething') }]}>
          <Input allowClear aria-label={t('find')} placeholder={t('find')} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={find.isPending}>
          {t('show')}
        </Button>
      </Form>
      <Failure error={find.error} />
      <Modal
        open={several.length > 0}
        title={t('several')}
        footer={null}
        onCancel={() => {
          find.reset();
        }}
      >
        <ul className={styles.several}>
          {several.map((id) => (
            <li key={id}>
              <Link
                to={`/customers/${encodeURIComponent(id)}`}
                onClick={() => {
                  find.reset();
                }}
              >
                {id}
              </Link>
            </li>
          ))}
        </ul>
      </Modal>
    </search>
  );
}
