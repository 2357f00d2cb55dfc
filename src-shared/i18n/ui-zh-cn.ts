import { uiAccountsZhCn } from './ui-accounts-zh-cn.ts';
import { uiAddAccountZhCn } from './ui-add-account-zh-cn.ts';
import type { UiMessageId } from './ui-en.ts';
import { uiPagesZhCn } from './ui-pages-zh-cn.ts';
import { uiTrayZhCn } from './ui-tray-zh-cn.ts';

/** The page in Simplified Chinese, written by sense. */
export const uiZhCn: Readonly<Record<UiMessageId, string>> = {
  'common.back': '返回',
  'common.cancel': '取消',
  'common.close': '关闭',
  'common.copied': '已复制',
  'common.copy': '复制',
  'common.copyRefused': '未能复制',
  'common.dismiss': '知道了',
  'common.done': '完成',
  'common.loading': '正在加载…',
  'common.sentences': '{first}{second}',
  'common.save': '保存',

  'nav.label': '页面',
  'nav.skip': '跳到正文',
  'nav.accounts': '账号',
  'nav.routing': '路由',
  'nav.activity': '活动',
  'nav.usage': '用量',
  'nav.connect': '接入',
  'nav.settings': '设置',

  'gateway.serving': '服务中',
  'gateway.paused': '已暂停',
  'gateway.draining': '正在停止',
  'gateway.offline': '无法连接',
  'gateway.pause': '暂停',
  'gateway.resume': '恢复',
  'gateway.pausedSentence': 'Rota 已暂停，恢复之前会拒绝所有请求。',
  'gateway.drainingSentence': 'Rota 正在停止：处理完手头的请求，不再接收新的。',

  'offline.lost': '无法连接 Rota，本页会继续尝试。这里显示的是最后一次收到的状态，与你的账号无关。',
  'offline.never': 'Rota 没有响应，本页会继续尝试。请运行“npx rota start”或打开应用。',
  'readOnly.sentence': '设置来自 {file}。请在该文件中修改账号，保存后 Rota 会自动采用。',
  'simulated.sentence': '模拟账号：这里的一切都不是真的，也不会有任何内容离开这台电脑。',

  'problem.unreachable': '无法连接 Rota，未做任何更改。请在它运行后重试。',
  'problem.page': '这个页面无法显示。Rota 仍在照常服务，其他页面可以使用。',
  'problem.page.retry': '重试',
  'problem.invalidAnswer': '这个地址上应答的不是 Rota。',

  'unlock.title': '打开 Rota',
  'unlock.sentence': '本页用于管理你的账号，因此需要输入一次管理令牌。',
  'unlock.token': '管理令牌',
  'unlock.hint': '用这条命令查看：',
  'unlock.submit': '打开',
  'unlock.refused': 'Rota 不认识这个令牌，它可能已被更换。',
  'unlock.linkSpent': '这个链接已经用过或已过期，请改为输入管理令牌。',

  ...uiAccountsZhCn,
  ...uiAddAccountZhCn,
  ...uiTrayZhCn,
  ...uiPagesZhCn,
};
