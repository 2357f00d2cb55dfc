import type { claudeCodeWordsEn } from './claude-code-words-en.ts';

/** Simplified Chinese for what works in Claude Code behind Rota, and what does not. */
export const claudeCodeWordsZhCn: Readonly<Record<keyof typeof claudeCodeWordsEn, string>> = {
  'effect.works': '可用',
  'effect.differs': '有所不同',
  'effect.off': '不可用',
  'limit.conversation': '回答、工具、子代理、网页搜索和 /context 与不使用 Rota 时一样。',
  'limit.auto-mode': '应答的账号支持时，自动模式可用；Rota 会原样传递其检查。',
  'limit.tool-search': '从 2.1.330 起工具搜索保持开启；2.1.197 在使用自定义地址时会关闭它。',
  'limit.live-reload': '已打开的会话会在几秒内采用新的地址或密钥。',
  'limit.plan-display': 'Claude Code 显示“API Usage Billing”，而不是你的套餐。',
  'limit.limit-display': 'Claude Code 不再自行显示用量限制和重置时间；Rota 会为每个账号显示。',
  'limit.cache-hour': '除非设置 ENABLE_PROMPT_CACHING_1H=1，Claude Code 的提示词缓存为五分钟，而不是一小时。',
  'limit.own-account':
    'Claude Code 显示它自己登录账号的套餐和限制，而实际工作由 Rota 的账号完成；它必须保持登录。',
  'limit.side-calls': 'Claude Code 的登录、遥测和连接器直接访问服务商，不经过 Rota。',
  'limit.managed-settings': '不会从服务商获取组织的托管设置和策略。',
  'limit.remote-control': '远程控制无法启动。',
  'limit.first-party-extras': '服务商自己的少数附加功能不会启用：跟踪请求头、跨会话的提示词缓存、缓存诊断。',
};
