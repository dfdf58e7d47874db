import { Button } from 'antd'
import { useState } from 'react'
import { Block } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { intakeFields } from './caseFile.ts'
import { Drawings } from './Drawings.tsx'
import { api, type OpenedCase, Print, Written } from './parts.tsx'

/** 接案: who asked for what (C-01), and the client's family and surroundings as drawings. */
export function IntakePart({ opened }: { opened: OpenedCase }) {
  const { record } = opened
  const [editing, setEditing] = useState(false)
  const edit = useAct(api.editIntake, { onDone: () => setEditing(false) })
  return (
    <>
      <Block title="接案登记" extra={<Print paper="caseIntake" id={record.id} label="C-01" />}>
        {editing ? (
          <div style={{ maxWidth: 680 }}>
            <RecordForm
              fields={intakeFields}
              initial={{ ...record }}
              submit="保存"
              unfolded={['background', 'servicesUsed', 'referredBy']}
              onSubmit={(values) => edit.mutateAsync({ ...values, id: record.id, version: record.version } as never)}
              onCancel={() => setEditing(false)}
            />
          </div>
        ) : (
          <>
            <Written fields={intakeFields} row={record} />
            {record.can.includes('editIntake') && (
              <Button style={{ marginTop: 10 }} onClick={() => setEditing(true)}>
                修改
              </Button>
            )}
          </>
        )}
      </Block>
      <Block title="同意书" extra={<Print paper="caseConsent" id={record.id} label="C-03" />}>
        同意登记在服务对象档案的「同意」中；这里打印接受服务同意书，
        {opened.clientAge !== null && opened.clientAge < 14 ? '由监护人签字（B 表）' : '由本人签字（A 表）'}。
      </Block>
      <Drawings opened={opened} />
    </>
  )
}
