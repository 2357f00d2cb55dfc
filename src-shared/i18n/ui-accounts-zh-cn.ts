import type { uiAccountsEn } from './ui-accounts-en.ts';

/** The page of accounts in Simplified Chinese. */
export const uiAccountsZhCn: Readonly<Record<keyof typeof uiAccountsEn, string>> = {
  'accounts.title': '账号',
  'accounts.sentence.priority': '请求会交给下面顺序中第一个可用的账号。',
  'accounts.sentence.round_robin': '新会话由可用的账号轮流处理。',
  'accounts.sentence.least_used': '新会话交给可用账号中用得最少的一个。',
  'accounts.sentence.soonest_reset': '新会话交给可用账号中每周额度最先重置的一个。',
  'accounts.add': '添加账号',
  'accounts.place': '位置',
  'accounts.windows': '额度',
  'accounts.more': '{name} 的更多操作',
  'accounts.rename': '重命名…',
  'accounts.moveUp': '上移',
  'accounts.moveDown': '下移',
  'accounts.refresh': '立即续期登录',
  'accounts.signInAgain': '重新登录…',
  'accounts.replaceKey': '更换密钥…',
  'accounts.proxy': '代理…',
  'accounts.limits': '时段与上限…',
  'accounts.enable': '启用',
  'accounts.disable': '停用',
  'accounts.remove': '移除',

  'remedy.sign-in': '登录',
  'remedy.replace-key': '更换密钥',
  'remedy.enable': '启用',
  'remedy.read-terms': '阅读说明',

  'reorder.handle': '移动 {name}',
  'reorder.role': '可排序',
  'reorder.help': '按空格键拿起，用方向键移动，再按空格键放下，按 Esc 键放回原处。',
  'reorder.lifted': '已拿起 {name}，第 {place} 位，共 {total} 位。',
  'reorder.moved': '{name}，第 {place} 位，共 {total} 位。',
  'reorder.dropped': '已放下 {name}，第 {place} 位，共 {total} 位。',
  'reorder.cancelled': '{name} 仍在第 {place} 位，共 {total} 位。',

  'serving.first': '首先使用 {name}',
  'serving.ready': '{count, plural, other {# 个账号可用}}',
  'serving.back': '{name} {in}后恢复',
  'serving.lastResort': '{name} 因连续失败排到后面，但没有其他可用账号，仍会使用它。',
  'serving.allResting': '全部在休息',
  'serving.nobody': '没有可用的账号',
  'serving.needsYou': '下面的每个账号都写明了需要你做什么。',

  'health.ready': '可用',

  'kind.subscription': 'Claude 订阅',
  'kind.plan': 'Claude {plan}',
  'kind.setupToken': '长期令牌',
  'kind.bearerToken': 'Bearer 令牌',
  'kind.apiKey': 'API 密钥',

  'window.unknown': '未知',
  'window.resets': '{at} 重置',
  'window.startedAnew': '已重新开始',
  'window.readAt': '{limit}，{ago}的读数',

  'token.renews': '{at} 前自动续期登录',
  'token.renewalDue': '登录即将自动续期',
  'token.setupEnds': '长期令牌还有 {in}到期（{day}）',
  'token.setupEnded': '长期令牌已到期',

  'usage.none': '还没有请求',
  'usage.requests': '{today, plural, =0 {今天没有请求} other {今天 # 次请求}}，共 {total, number} 次',
  'usage.open': '{count, plural, other {# 个请求进行中}}',

  'fact.hours': '服务时段 {hours}',
  'fact.cap': '最多同时 {count} 个请求',
  'fact.proxy': '经由 {address}',
  'fact.direct': '不使用代理',

  'empty.title': '还没有账号',
  'empty.sentence': '你的账号会按使用顺序列在这里。先添加一个；再加一个，前一个休息时就由它接上。',
  'empty.readOnly': '设置文件 {file} 里没有账号。请在该文件中添加，保存后 Rota 会自动采用。',
  'empty.add': '添加第一个账号',

  'rename.title': '重命名账号',
  'rename.name': '名称',
  'rename.hint': '只改变显示的名称，登录状态和历史都会保留。',

  'replaceKey.title': '更换 {name} 的密钥',
  'replaceKey.sentence': '名称、位置和历史都会保留。',
  'replaceKey.save': '更换密钥',

  'proxy.title': '{name} 的代理',
  'proxy.sentence': '这个账号通过什么途径连接服务商。进行中的请求不受影响。',
  'proxy.way': '途径',
  'proxy.system': '跟随系统',
  'proxy.direct': '直接连接',
  'proxy.own': '单独的代理',
  'proxy.address': '地址',
  'proxy.addressHint': '支持 http、https 或 socks5；需要时可带用户名和密码。',

  'hours.title': '{name} 的时段与上限',
  'hours.when': '何时提供服务',
  'hours.always': '始终',
  'hours.only': '仅在以下时段',
  'hours.from': '从',
  'hours.to': '到',
  'hours.hint': '以这台电脑的时间为准，每天相同，可以跨过午夜。其余时间由其他账号服务。',
  'hours.cap': '同时进行的请求上限',
  'hours.capHint': '超出的请求交给下一个账号。留空表示不限。',

  'removed.sentence': '{name} 已移除。',
  'removed.undo': '撤销',

  'notice.label': '提示',
  'notice.vault-set-aside': '保存登录和密钥的文件已损坏。',
  'notice.vault-set-aside.unknown':
    'Rota 已将它另存为 {file}，并新建了一个。丢失登录或密钥的账号会在下面注明：请重新登录，或重新输入密钥。',
  'notice.vault-set-aside.lost':
    'Rota 已将它另存为 {file}，并新建了一个。{lost, plural, =0 {没有丢失任何内容。} other {有 # 个账号丢失了登录或密钥，下面已注明：请重新登录，或重新输入密钥。}}',
  'notice.vault-missing': '保存登录和密钥的文件不见了。',
  'notice.vault-missing.restored': 'Rota 启动时找不到 {file}，已改用它的备份副本。',
  'notice.vault-missing.gone':
    'Rota 启动时找不到 {file} 及其备份副本，已新建一个空的。如果你有它的备份，请退出 Rota，把文件放回原处，再重新启动。否则请继续使用，并重新接入 Claude Code：客户端密钥已换新。',
  'notice.vault-missing.unknown': '丢失登录或密钥的账号会在下面注明：请重新登录，或重新输入密钥。',
  'notice.vault-missing.lost':
    '{lost, plural, =0 {没有账号丢失任何内容。} other {有 # 个账号丢失了登录或密钥，下面已注明：请重新登录，或重新输入密钥。}}',
  'notice.sign-ins-unsaved': '续期后的登录未能写入磁盘。',
  'notice.sign-ins-unsaved.detail':
    '{names}：Rota 仍在使用它们，并会继续尝试写入。请腾出磁盘空间；在这条提示消失之前不要退出 Rota，否则需要重新登录。',
  'notice.settings-refused': '修改后的设置文件有错误。',
  'notice.settings-refused.detail': '改正之前，仍使用上一份正确的设置。',
  'notice.offline': '这台电脑似乎没有联网。',
  'notice.offline.detail':
    '无法连接 {host}。与你的账号无关，每次请求时 Rota 都会再试。请检查网络和所用的代理。',
  'notice.history-set-aside': '用量历史无法使用。',
  'notice.history-set-aside.kept': 'Rota 已将它另存为 {file}，并新建了一份。请求不受影响，旧文件可以删除。',
  'notice.history-set-aside.gone': 'Rota 已新建一份，请求不受影响。',
  'notice.history-unavailable': '无法写入用量历史。',
  'notice.history-unavailable.detail':
    '请求照常进行，但用量不会被记录（{code}）。请检查磁盘是否已满，或数据文件夹是否只读。',
  'notice.restart-needed': '更改后的地址在下次启动时生效。',
  'notice.restart-needed.detail':
    '在此之前 Rota 仍使用原来的地址。请在方便时退出并重新启动，然后重新接入 Claude Code。',
  'notice.blocked': '服务商拒绝了一个请求。',
  'notice.blocked.detail':
    '{host} 因防火墙、地区或政策而拒绝。与任何账号无关，Rota 已将答复原样转交。换一个网络或代理往往有效。',
};
