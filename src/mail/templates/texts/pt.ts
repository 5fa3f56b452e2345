import type { MailTexts } from './mail-texts.js';

const validFor24Hours = 'O link vale por 24 horas e o código por 10 minutos. Não os revele a ninguém.';
const nothingToDo = 'Se foi você, não é preciso fazer nada.';

/** Worded so that it reads well on both sides of the Atlantic. */
export const pt: MailTexts = {
  language: 'pt',
  insteadOfTheButton: 'Se o botão não funcionar, abra este endereço:',
  insteadOfTheLink: 'Ou insira este código onde for pedido:',
  goTo: (appName) => `Ir para ${appName}`,
  facts: {
    time: (time) => `Data: ${time}`,
    device: (name) => `Dispositivo: “${name}”`,
    unknownDevice: 'Dispositivo: desconhecido',
    ip: (address) => `Endereço IP: ${address}`,
  },
  verifyEmail: {
    subject: (appName) => `Confirme o seu e-mail para ${appName}`,
    preview: 'Abra o link ou insira o código para concluir.',
    heading: 'Confirme o seu e-mail',
    request: (appName) =>
      `Alguém, esperamos que você, indicou este endereço em ${appName}. Confirme que ele lhe pertence.`,
    button: 'Confirmar o e-mail',
    validity: validFor24Hours,
    notYou: 'Se não fez este pedido, ignore esta mensagem: sem o link ou o código nada acontece.',
  },
  confirmEmailChange: {
    subject: (appName) => `Confirme o seu novo e-mail para ${appName}`,
    preview: 'Abra o link ou insira o código para concluir a alteração.',
    heading: 'Confirme o seu novo e-mail',
    request: (appName) =>
      `Alguém, esperamos que você, quer usar este endereço para uma conta em ${appName}. Confirme que ele lhe pertence.`,
    button: 'Confirmar o novo e-mail',
    validity: validFor24Hours,
    notYou: 'Se não fez este pedido, ignore esta mensagem: sem o link ou o código nada muda.',
  },
  passwordReset: {
    subject: (appName) => `Redefina a sua senha de ${appName}`,
    preview: 'Abra o link ou insira o código para escolher uma nova senha.',
    heading: 'Redefina a sua senha',
    request: (appName) => `Alguém, esperamos que você, pediu uma nova senha para a sua conta em ${appName}.`,
    button: 'Escolher uma nova senha',
    validity: 'O link vale por 30 minutos e o código por 10 minutos. Não os revele a ninguém.',
    notYou: 'Se não fez este pedido, ignore esta mensagem: a sua senha continua a mesma.',
  },
  invitation: {
    subject: (appName) => `A sua conta em ${appName} está pronta`,
    preview: 'Escolha a sua senha para começar.',
    heading: 'Foi criada uma conta para você',
    request: (appName) =>
      `Foi criada uma conta em ${appName} para você, com este endereço. Escolha a sua senha para começar.`,
    button: 'Escolher a senha',
    validity: 'O link vale por 7 dias. Não o revele a ninguém.',
    notYou: 'Se não esperava esta mensagem, pode ignorá-la.',
  },
  accountExists: {
    subject: (appName) => `Já existe uma conta sua em ${appName}`,
    preview: 'Alguém tentou usar o seu endereço. Nada mudou.',
    heading: 'Já existe uma conta sua',
    news: (appName) =>
      `Alguém, talvez você, tentou usar este endereço para uma conta em ${appName}. Ele já pertence a uma conta, e nada mudou nela.`,
    wasYou: 'Se foi você, entre como de costume. Se esqueceu a senha, é possível redefini-la ali.',
    notYou: 'Se não foi você, não é preciso fazer nada.',
  },
  emailChangeRequested: {
    subject: (appName) => `O seu e-mail em ${appName} vai mudar`,
    preview: 'Alguém pediu outro endereço. Se não foi você, redefina a sua senha.',
    heading: 'O seu e-mail vai mudar',
    news: (appName, newEmail) =>
      `Alguém, esperamos que você, pediu para mudar o e-mail da sua conta em ${appName} para ${newEmail}. Nada muda até que o novo endereço seja confirmado.`,
    wasYou: 'Se foi você, abra a mensagem enviada para o novo endereço.',
    notYou:
      'Se não foi você, redefina a sua senha imediatamente: isso cancela a alteração e encerra a sessão em todos os dispositivos.',
  },
  emailChanged: {
    subject: (appName) => `O seu e-mail em ${appName} foi alterado`,
    preview: 'A partir de agora as mensagens vão para o novo endereço.',
    heading: 'O seu e-mail foi alterado',
    news: (appName, newEmail) =>
      `O e-mail da sua conta em ${appName} agora é ${newEmail}. Já não é possível entrar com este endereço.`,
    wasYou: nothingToDo,
    notYou:
      'Se não foi você, fale imediatamente com o responsável por este serviço: a sua senha já não pode ser redefinida a partir deste endereço.',
  },
  passwordChanged: {
    subject: (appName) => `A sua senha em ${appName} foi alterada`,
    preview: 'Se não foi você, redefina a sua senha imediatamente.',
    heading: 'A sua senha foi alterada',
    news: (appName) =>
      `A senha da sua conta em ${appName} foi alterada. A sessão foi encerrada nos outros dispositivos.`,
    wasYou: nothingToDo,
    notYou: 'Se não foi você, redefina a sua senha imediatamente.',
  },
  newSignIn: {
    subject: (appName) => `Novo acesso à sua conta em ${appName}`,
    preview: 'A partir de um dispositivo que não conhecíamos. Foi você?',
    heading: 'Novo acesso à sua conta',
    news: (appName) => `Houve um acesso à sua conta em ${appName} a partir de um dispositivo que não conhecíamos.`,
    wasYou: nothingToDo,
    notYou: 'Se não foi você, redefina a sua senha imediatamente: isso encerra a sessão em todos os dispositivos.',
  },
  refreshTokenReused: {
    subject: (appName) => `Uma sessão em ${appName} foi encerrada por segurança`,
    preview: 'A chave dela foi usada duas vezes. Entre novamente, por favor.',
    heading: 'Uma sessão foi encerrada por segurança',
    news: (appName) =>
      `Uma sessão da sua conta em ${appName} foi encerrada: a chave dela foi usada duas vezes, por isso outra pessoa pode ter uma cópia.`,
    wasYou: 'Entre novamente nesse dispositivo, por favor.',
    notYou: 'Em caso de dúvida, altere a sua senha: isso encerra a sessão nos outros dispositivos.',
  },
  identityLinked: {
    subject: (appName) => `Uma nova forma de entrar na sua conta em ${appName}`,
    preview: 'Outra conta foi associada. Foi você?',
    heading: 'Uma nova forma de entrar',
    news: (appName, providerName) => `Agora também é possível entrar na sua conta em ${appName} com ${providerName}.`,
    wasYou: nothingToDo,
    notYou:
      'Se não foi você, redefina a sua senha imediatamente, o que encerra a sessão em todos os dispositivos, e depois remova esta forma de entrar da sua conta.',
  },
  identityUnlinked: {
    subject: (appName) => `Uma forma de entrar na sua conta em ${appName} foi removida`,
    preview: 'Outra conta já não está associada. Foi você?',
    heading: 'Uma forma de entrar foi removida',
    news: (appName, providerName) => `Já não é possível entrar na sua conta em ${appName} com ${providerName}.`,
    wasYou: nothingToDo,
    notYou: 'Se não foi você, redefina a sua senha imediatamente: isso encerra a sessão em todos os dispositivos.',
  },
};
