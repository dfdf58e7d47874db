import { type AnyCall, outputField, type Registry } from '../../core/action.ts'
import { id, integer, mostNames, schemaOf, text } from '../../core/field.ts'
import { largestFile } from '../../core/files.ts'
import { grants } from '../../modules/accounts/index.ts'

const words = { action: '办理', query: '查询', entrance: '登录与口令' } as const

function operation(name: string, call: AnyCall): Record<string, unknown> {
  const input = schemaOf(call.input)
  const body = {
    type: 'object',
    additionalProperties: false,
    required: call.kind === 'action' ? ['opId', 'input'] : [],
    properties:
      call.kind === 'action'
        ? {
            opId: { type: 'string', format: 'uuid', description: '客户端生成的 UUIDv7；同一命令重发只生效一次' },
            input,
          }
        : { input },
  }
  return {
    operationId: name.replace('/', '_'),
    summary: call.label,
    tags: [name.split('/')[0]],
    description: `${words[call.kind]} · 权限 ${call.grant}${'clause' in call && call.clause ? ` · 依据 ${call.clause}` : ''}`,
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: answers('结果', 'application/json', outputField(call.output).schema),
  }
}

const answers = (description: string, type: string, schema: object) => ({
  200: { description, content: { [type]: { schema } } },
  default: {
    description: '拒绝，附中文说明',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
  },
})

const named = { id: id(), name: text('名称'), size: integer('大小', { unit: '字节' }) }

/** Contents go beside the calls, as they are (app/server/downloads): what a record's `files` field holds are their ids. */
const files = {
  '/api/files': {
    get: {
      operationId: 'files_names',
      summary: '查文件名称和大小',
      tags: ['files'],
      description: '按当时的权限核对，与下载相同；无权查看和不存在的不在结果里',
      parameters: [
        {
          name: 'ids',
          in: 'query',
          required: true,
          schema: { type: 'string' },
          description: `文件编号，用逗号隔开，一次不超过 ${mostNames} 个`,
        },
      ],
      responses: answers('结果', 'application/json', { type: 'array', items: schemaOf(named) }),
    },
    post: {
      operationId: 'files_upload',
      summary: '上传文件',
      tags: ['files'],
      description: `先上传，再把得到的 id 写进记录的文件一项；按内容认类型，照片转为 WebP，每个不超过 ${largestFile / 1e6} MB`,
      parameters: [
        {
          name: 'station',
          in: 'query',
          required: true,
          schema: { type: 'string' },
          description: '社工站编号；机关为本辖区代码',
        },
        {
          name: 'for',
          in: 'query',
          schema: { type: 'string', enum: Object.keys(grants), default: 'service.read' },
          description: '查看权限：与所属记录的文件一项相同',
        },
      ],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
          },
        },
      },
      responses: answers('结果', 'application/json', schemaOf({ ...named, type: text('类型') })),
    },
  },
  '/api/files/{id}': {
    get: {
      operationId: 'files_download',
      summary: '下载文件',
      tags: ['files'],
      description: '每次按当时的权限核对；无权查看与不存在答复相同',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: answers('文件内容', '*/*', { type: 'string', format: 'binary' }),
    },
  },
}

/** The API as OpenAPI 3.1, worked out of the same definitions that check every call. */
export function openApi(registry: Registry): Record<string, unknown> {
  const paths = Object.fromEntries(
    [...registry].map(([name, call]) => [`/api/${name}`, { post: operation(name, call) }]),
  )
  return {
    openapi: '3.1.0',
    info: { title: '一站 Yizhan', version: '1' },
    paths: { ...paths, ...files },
    components: {
      schemas: {
        Failure: {
          type: 'object',
          required: ['code', 'message', 'fields'],
          properties: {
            code: { type: 'string' },
            message: { type: 'string' },
            fields: { type: 'object', additionalProperties: { type: 'string' } },
          },
        },
      },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'yz_session' } },
    },
    security: [{ session: [] }],
  }
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** The same for people: every call with what it takes, on one page without scripts. */
export function openApiPage(registry: Registry): string {
  const rows = [...registry]
    .map(([name, call]) => {
      const fields = Object.entries(call.input as Record<string, { label: string; optional: boolean }>)
      const list = fields
        .map(
          ([key, { label, optional }]) =>
            `<code>${escaped(key)}</code> ${escaped(label)}${optional ? '' : ' <b title="必填">*</b>'}`,
        )
        .join('，')
      return `<tr><td>${words[call.kind]}</td><td><code>POST /api/${escaped(name)}</code></td><td>${escaped(call.label)}</td><td><code>${escaped(call.grant)}</code></td><td>${list}</td></tr>`
    })
    .join('\n')
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>一站 · 接口</title>
<style>body{font:14px/1.6 system-ui,"Microsoft YaHei",sans-serif;margin:24px;color:#1F2329}table{border-collapse:collapse;width:100%}td,th{border:1px solid #E3E7ED;padding:6px 8px;text-align:left;vertical-align:top}th{background:#F6F7F9}code{font-size:13px}</style>
<h1>一站 · 接口</h1>
<p>全部读写都走这些地址；机器可读的定义见 <a href="/api/openapi.json">/api/openapi.json</a>（OpenAPI 3.1）。请求体为 <code>{ "opId": …, "input": { … } }</code>，查询不需要 <code>opId</code>。</p>
<table><thead><tr><th>类别</th><th>地址</th><th>说明</th><th>权限</th><th>输入</th></tr></thead><tbody>${rows}</tbody></table></html>`
}
