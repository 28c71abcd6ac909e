import { InboxOutlined } from '@ant-design/icons';
import { Button, Col, Form, Input, Modal, Row, Segmented, Statistic, Upload } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { useTexts } from '../../ui/language/LanguageProvider';
import { Failure } from '../../ui/states/Failure';
import { useProblemFields } from '../../ui/states/useProblemFields';
import styles from './audiences.module.css';
import { useUploadList, type UploadedList } from './saved';
import { texts } from './saved.texts';

interface NewUpload {
  readonly id: string;
  readonly name: string;
  readonly by: 'customerId' | 'phoneNumber';
  readonly files: readonly { readonly originFileObj?: Blob }[];
}

/** A list that somebody made elsewhere becomes a target list, and a condition. */
export function UploadButton({ onUse }: { readonly onUse: (condition: string) => void }) {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<NewUpload>();
  const { place, shown } = useProblemFields(form);
  const upload = useUploadList();
  const done = upload.data;
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <Button
        onClick={() => {
          upload.reset();
          setOpen(true);
        }}
      >
        {t('upload')}
      </Button>
      <Modal
        title={t('upload')}
        open={isOpen}
        destroyOnHidden
        okText={done === undefined ? t('send') : t('useIt')}
        okButtonProps={{ disabled: upload.isPending }}
        onOk={() => {
          if (done === undefined) {
            form.submit();
          } else {
            close();
            onUse(done.condition);
          }
        }}
        {...(done === undefined ? {} : { cancelText: t('done') })}
        onCancel={close}
      >
        {done === undefined ? (
          <>
            <p>{t('uploadDetail')}</p>
            <br />
            <Failure error={upload.error} shown={shown} />
            <Form<NewUpload>
              form={form}
              preserve={false}
              layout="vertical"
              requiredMark={false}
              initialValues={{ id: '', name: '', by: 'customerId', files: [] }}
              onFinish={({ id, name, by, files }) => {
                const file = files[0]?.originFileObj;
                if (file !== undefined) {
                  upload.mutate({ id, name, by, file }, { onError: place });
                }
              }}
            >
              <Form.Item name="name" label={t('listName')} rules={[{ required: true, whitespace: true, message: t('missing') }]}>
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item name="id" label={t('listId')} extra={t('idRule')} rules={[{ required: true, pattern: /^[\w.-]{1,64}$/, message: t('idRule') }]}>
                <Input maxLength={64} />
              </Form.Item>
              <Form.Item name="by" label={t('by')}>
                <Segmented aria-label={t('by')} options={(['customerId', 'phoneNumber'] as const).map((value) => ({ value, label: t(`by.${value}`) }))} />
              </Form.Item>
              <Form.Item
                name="files"
                label={t('file')}
                valuePropName="fileList"
                getValueFromEvent={(event: { fileList: unknown[] }) => event.fileList.slice(-1)}
                rules={[{ required: true, type: 'array', min: 1, message: t('missing') }]}
              >
                <Upload.Dragger accept=".csv,.txt,text/csv,text/plain" beforeUpload={() => false} maxCount={1}>
                  <p>
                    <InboxOutlined aria-hidden style={{ fontSize: 28 }} />
                  </p>
                  <p>{t('choose')}</p>
                </Upload.Dragger>
              </Form.Item>
            </Form>
          </>
        ) : (
          <Outcome uploaded={done} />
        )}
      </Modal>
    </>
  );
}

function Outcome({ uploaded }: { readonly uploaded: UploadedList }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <div role="status">
      <Row gutter={[16, 16]}>
        {(['lines', 'matched', 'repeated', 'rejected'] as const).map((part) => (
          <Col key={part} xs={12} sm={6}>
            <Statistic title={t(part)} value={format.number(uploaded[part])} />
          </Col>
        ))}
      </Row>
      <br />
      <p>{t('condition')}</p>
      <code className={styles.listExpression}>{uploaded.condition}</code>
      {uploaded.rejects.length > 0 && (
        <ul>
          {uploaded.rejects.slice(0, 10).map((reject) => (
            <li key={reject.line}>
              {t('line', { line: reject.line })} — {t(reject.reason === 'ambiguous' ? 'reason.ambiguous' : 'reason.unknown')}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
