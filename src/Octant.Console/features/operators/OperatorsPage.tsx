import { App, Button, Card, Popconfirm, Segmented, Space, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useFormat } from '../../ui/format/useFormat';
import { Page } from '../../ui/layout/Page';
import { useName, useTexts } from '../../ui/language/LanguageProvider';
import { Answered } from '../../ui/states/Answered';
import { Empty } from '../../ui/states/Empty';
import { Failure } from '../../ui/states/Failure';
import styles from '../administration/administration.module.css';
import { isFound, SearchBar } from '../administration/SearchBar';
import { useUnitName } from '../administration/units';
import { usePermission } from '../session/session';
import { OperatorDrawer } from './OperatorDrawer';
import { useOperators, useRoles, useSetState, type Operator } from './operators';
import { PasswordModal } from './PasswordModal';
import { texts } from './texts';

type State = 'active' | 'suspended';

export default function OperatorsPage() {
  const t = useTexts(texts);
  const permits = usePermission();
  const operators = useOperators();
  const [edited, setEdited] = useState<string | null>(null);
  const [isNew, setNew] = useState(false);
  const [reset, setReset] = useState<Operator | null>(null);
  return (
    <Page
      title={t('title')}
      detail={t('detail')}
      actions={
        permits('operators:write') && (
          <Button
            type="primary"
            onClick={() => {
              setNew(true);
            }}
          >
            {t('new')}
          </Button>
        )
      }
    >
      <Answered query={operators} rows={8}>
        {(items) => <OperatorTable operators={items} onOpen={setEdited} />}
      </Answered>
      {(edited !== null || isNew) && (
        <OperatorDrawer
          key={edited ?? ''}
          staffNumber={edited}
          onClosed={() => {
            setEdited(null);
            setNew(false);
          }}
          onCreated={setReset}
          onReset={setReset}
        />
      )}
      {reset !== null && (
        <PasswordModal
          operator={reset}
          onClosed={() => {
            setReset(null);
          }}
        />
      )}
    </Page>
  );
}

function OperatorTable({ operators, onOpen }: { readonly operators: readonly Operator[]; readonly onOpen: (staffNumber: string) => void }) {
  const t = useTexts(texts);
  const name = useName();
  const format = useFormat();
  const unitName = useUnitName();
  const { message } = App.useApp();
  const permits = usePermission();
  const roles = useRoles();
  const setState = useSetState();
  const [words, setWords] = useState('');
  const [state, setShown] = useState<State | 'all'>('all');
  const roleName = (id: string) => {
    const role = roles.data?.find((known) => known.id === id);
    return role === undefined ? id : name(role.name);
  };
  const unitOf = (operator: Operator) => (operator.organisation ? unitName(operator.organisation) : '');
  const stateOf = (operator: Operator): State => (operator.state === 'suspended' ? 'suspended' : 'active');
  const found = operators.filter(
    (operator) =>
      (state === 'all' || stateOf(operator) === state) &&
      isFound(words, operator.staffNumber, operator.name, operator.organisation, unitOf(operator), ...operator.roles.map(roleName)),
  );
  const columns: TableColumnsType<Operator> = [
    {
      title: t('name'),
      key: 'name',
      width: 180,
      sorter: (one, other) => one.staffNumber.localeCompare(other.staffNumber),
      render: (_, operator) => (
        <span className={styles.two}>
          <Button
            type="link"
            size="small"
            className={styles.open ?? ''}
            onClick={() => {
              onOpen(operator.staffNumber);
            }}
          >
            {operator.name}
          </Button>
          <span className={styles.faint}>{operator.staffNumber}</span>
        </span>
      ),
    },
    {
      title: t('roles'),
      key: 'roles',
      render: (_, operator) => (
        <span className={styles.tags}>
          {operator.roles.map((role) => (
            <Tag key={role}>{roleName(role)}</Tag>
          ))}
        </span>
      ),
    },
    { title: t('unit'), key: 'unit', responsive: ['md'], render: (_, operator) => unitOf(operator) },
    {
      title: t('state'),
      key: 'state',
      width: 110,
      responsive: ['sm'],
      render: (_, operator) => <Tag color={stateOf(operator) === 'active' ? 'success' : 'default'}>{t(`state.${stateOf(operator)}`)}</Tag>,
    },
    ...(permits('operators:write')
      ? [
          {
            title: <span className="for-readers-only">{t('actions')}</span>,
            key: 'actions',
            width: 140,
            align: 'right' as const,
            responsive: ['md' as const],
            render: (_: unknown, operator: Operator) =>
              stateOf(operator) === 'active' ? (
                <Popconfirm
                  title={t('suspendSure', { name: operator.name })}
                  okText={t('suspend')}
                  onConfirm={() => {
                    setState.mutate({ staffNumber: operator.staffNumber, state: 'suspended' });
                  }}
                >
                  <Button size="small" danger>
                    {t('suspend')}
                  </Button>
                </Popconfirm>
              ) : (
                <Button
                  size="small"
                  onClick={() => {
                    setState.mutate(
                      { staffNumber: operator.staffNumber, state: 'active' },
                      { onSuccess: () => void message.success(t('saved', { name: operator.name })) },
                    );
                  }}
                >
                  {t('activate')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <Space orientation="vertical" size={16} className={styles.wide ?? ''}>
      <Failure error={setState.error} />
      <Card styles={{ body: { padding: 0 } }}>
        <SearchBar words={words} onChange={setWords}>
          <Segmented<State | 'all'>
            aria-label={t('state')}
            value={state}
            onChange={setShown}
            options={[
              { value: 'all', label: `${t('everybody')} ${format.number(operators.length)}` },
              ...(['active', 'suspended'] as const).map((value) => ({
                value,
                label: `${t(`state.${value}`)} ${format.number(operators.filter((operator) => stateOf(operator) === value).length)}`,
              })),
            ]}
          />
        </SearchBar>
        <Table<Operator>
          rowKey="staffNumber"
          columns={columns}
          dataSource={found}
          pagination={found.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          locale={{ emptyText: <Empty title={t('none')}>{t('noneDetail')}</Empty> }}
        />
      </Card>
    </Space>
  );
}
