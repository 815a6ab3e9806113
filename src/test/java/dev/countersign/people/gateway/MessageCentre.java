package dev.countersign.people.gateway;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.util.MessageId;

/// A message centre that speaks SMPP over TCP, and misbehaves as told.
final class MessageCentre implements ServerMessageReceiverListener, AutoCloseable {
    final List<SubmitSm> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger binds = new AtomicInteger();
    private final BlockingQueue<SMPPServerSession> sessions = new LinkedBlockingQueue<>();
    private final List<SMPPServerSession> all = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final SMPPServerSessionListener listener;
    private volatile int bindStatus;
    private volatile int submitStatus;
    private volatile boolean silent;
    private volatile boolean cutting;
    private volatile int hangUps;

    /// @param tls for a secure line; null for a plain one
    MessageCentre(SSLContext tls) throws IOException {
        this(freePort(), tls);
    }

    MessageCentre(int port, SSLContext tls) throws IOException {
        listener = tls == null
                ? new SMPPServerSessionListener(port)
                : new SMPPServerSessionListener(port, new Secure(tls));
        listener.setMessageReceiverListener(this);
        Thread.ofVirtual().start(this::accept);
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private record Secure(SSLContext tls) implements ServerConnectionFactory {
        @Override
        public ServerConnection listen(int port) throws IOException {
            return new ServerSocketConnection(tls.getServerSocketFactory().createServerSocket(port));
        }

        @Override
        public ServerConnection listen(int port, int timeout) throws IOException {
            return listen(port);
        }

        @Override
        public ServerConnection listen(int port, int timeout, int backlog) throws IOException {
            return listen(port);
        }
    }

    int port() {
        return listener.getPort();
    }

    MessageCentre refusingBinds(int status) {
        bindStatus = status;
        return this;
    }

    MessageCentre refusing(int status) {
        submitStatus = status;
        return this;
    }

    MessageCentre silent() {
        silent = true;
        return this;
    }

    MessageCentre cutting(boolean yes) {
        cutting = yes;
        return this;
    }

    /// Takes so many binds and hangs up at once.
    MessageCentre hangingUp(int times) {
        hangUps = times;
        return this;
    }

    /// The next session that is bound.
    SMPPServerSession bound() throws InterruptedException {
        SMPPServerSession session = sessions.poll(30, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("nobody bound, of " + binds + " who asked");
        }
        return session;
    }

    static void deliver(SMPPServerSession session, boolean receipt, String text, OptionalParameter... more)
            throws Exception {
        session.deliverShortMessage(
                "",
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                "4915112345678",
                TypeOfNumber.ALPHANUMERIC,
                NumberingPlanIndicator.UNKNOWN,
                "Countersign",
                new ESMClass(receipt ? 4 : 0),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(0),
                new GeneralDataCoding(),
                text.getBytes(StandardCharsets.US_ASCII),
                more);
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        listener.close();
        all.forEach(SMPPServerSession::close);
    }

    private void accept() {
        while (true) {
            try {
                SMPPServerSession session = listener.accept();
                all.add(session);
                Thread.ofVirtual().start(() -> bind(session));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void bind(SMPPServerSession session) {
        try {
            BindRequest request = session.waitForBind(5000);
            int bind = binds.incrementAndGet();
            if (bindStatus != 0) {
                request.reject(bindStatus);
            } else if (!request.getPassword().equals("secret")) {
                request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
            } else {
                request.accept("centre");
                if (bind <= hangUps) {
                    session.close();
                } else {
                    sessions.add(session);
                }
            }
        } catch (IOException | TimeoutException | org.jsmpp.PDUStringException e) {
            session.close();
        }
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm message, SMPPServerSession source) throws ProcessRequestException {
        messages.add(message);
        if (cutting) {
            source.close();
            throw new ProcessRequestException("cut", SMPPConstant.STAT_ESME_RSYSERR);
        }
        if (silent) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (submitStatus != 0) {
            throw new ProcessRequestException("refused", submitStatus);
        }
        try {
            return new SubmitSmResult(new MessageId("m-" + messages.size()), new OptionalParameter[0]);
        } catch (org.jsmpp.PDUStringException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti message, SMPPServerSession source)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm message, SMPPServerSession source) throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm message, SMPPServerSession source) throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptCancelSm(CancelSm message, SMPPServerSession source) throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm message, SMPPServerSession source)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm message, SMPPServerSession source)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm message, SMPPServerSession source)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm message, Session source) throws ProcessRequestException {
        throw unsupported();
    }

    private static ProcessRequestException unsupported() {
        return new ProcessRequestException("not here", SMPPConstant.STAT_ESME_RINVCMDID);
    }
}
