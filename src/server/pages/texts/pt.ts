import type { PageTexts } from './page-texts.js';

export const pt: PageTexts = {
  language: 'pt',
  email: 'Endereço de e-mail',
  invalidEmail: 'Escreva um endereço de e-mail como nome@example.com.',
  verifyEmail: {
    title: 'Confirme o seu endereço de e-mail',
    explain: (appName) => `Com um clique, confirme a ${appName} que este endereço é seu.`,
    button: 'Confirmar',
    doneTitle: 'O seu endereço está confirmado',
    done: (email) => `${email} está confirmado.`,
    donePassword: (email) =>
      `${email} está confirmado. Mais de uma pessoa tinha se registrado com ele; por isso, só vale uma senha escolhida agora.`,
    next: 'Pode fechar esta página e entrar na sua conta.',
  },
  resetPassword: {
    title: 'Escolha uma nova senha',
    explain: (appName) => `Será a senha da sua conta em ${appName}.`,
    label: 'Nova senha',
    hint: (min, max) =>
      `De ${min} a ${max} caracteres; algumas palavras sem relação entre si são boas. Senhas comuns e parecidas com o seu nome ou endereço não são aceitas.`,
    show: 'Mostrar',
    button: 'Salvar a senha',
    acceptable: 'É longa o bastante e não é uma senha comum.',
    tooShort: (min) => `Use pelo menos ${min} caracteres.`,
    tooLong: (max) => `Use no máximo ${max} caracteres.`,
    tooCommon: 'É fácil demais de adivinhar: escolha uma que não seja comum nem parecida com o seu nome ou endereço.',
    reused: 'Esta senha foi usada aqui há pouco tempo: escolha outra.',
    doneTitle: 'A sua nova senha está salva',
    done: 'Por segurança, a sua sessão foi encerrada em todos os dispositivos. Pode fechar esta página e entrar com a nova senha.',
  },
  deadLink: {
    title: 'Este link não funciona mais',
    expired: 'Ele expirou.',
    used: 'Ele já foi usado, um e-mail mais recente o substituiu ou ele não foi copiado por inteiro.',
    another: 'Obter outro link',
  },
  newMail: {
    'verify-email': {
      title: 'Confirme o seu endereço de e-mail',
      explain: 'Escreva o endereço com que se registrou e receba um novo e-mail.',
      button: 'Enviar um novo e-mail',
      sent: (email) => `Se ${email} está à espera de confirmação, um e-mail com um novo link está a caminho.`,
      whenUsed: 'Se já confirmou o seu endereço, basta entrar na sua conta.',
    },
    'reset-password': {
      title: 'Esqueceu a sua senha?',
      explain: 'Escreva o endereço da sua conta e receba um e-mail com um link para escolher uma nova senha.',
      button: 'Enviar o e-mail',
      sent: (email) => `Se existe uma conta com ${email}, um e-mail com um link está a caminho.`,
      whenUsed: 'Se já escolheu uma nova senha, entre com ela.',
    },
    sentTitle: 'Veja a sua caixa de entrada',
    spam: 'Se nada chegar em alguns minutos, veja também a pasta de spam e confira o endereço.',
    again: (wait) => `Pode pedir outro e-mail em ${wait}.`,
    askAgain: 'Pedir de novo',
  },
  trouble: {
    title: 'Não deu certo',
    malformed: 'Falta algo neste pedido. Abra novamente o link do e-mail.',
    tooLarge: 'É mais do que esta página pode aceitar.',
    elsewhere: 'Este pedido veio de outro site, por isso nada foi feito. Abra novamente o link do e-mail.',
    failed: (requestId) =>
      `Algo deu errado aqui. Tente de novo; se acontecer outra vez, informe este número: ${requestId}`,
    rateLimited: (wait) => `Houve tentativas demais. Espere ${wait} e tente de novo.`,
    unavailable: (wait) => `O servidor está ocupado. Espere ${wait} e tente de novo.`,
  },
};
