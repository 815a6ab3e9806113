package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Handed;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one bound session with a message centre. A thread keeps it up also while nothing is sent, since receipts come
/// by it.
final class SmppLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("delivery");

    /// The longest wait between two tries; a line that lived so long was a steady one.
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final SmppSettings settings;
    private final Patience patience;
    private final MessageReceiverListener receiver;
    private final @Nullable SSLSocketFactory tls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable SMPPSession session;
    private @Nullable Down lastFailure;
    /// Binds that failed, and lines that went soon, since the last steady one.
    private int failures;

    private long nextTry = System.nanoTime();
    private long boundAt = System.nanoTime();
    private boolean closed;

    /// How long is waited.
    ///
    /// @param connect for the connection, and again for the answer to the bind
    /// @param response for the answer to a message
    /// @param firstBackOff before the second try to bind; doubled with each
    record Patience(Duration connect, Duration response, Duration enquire, Duration firstBackOff) {}

    /// There is no line; `handed` says what that means for a message.
    static final class Down extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Handed handed;

        Down(Handed handed) {
            super("no line to the message centre", null, false, false);
            this.handed = handed;
        }

        Handed handed() {
            return handed;
        }
    }

    SmppLine(
            SmppSettings settings,
            Patience patience,
            MessageReceiverListener receiver,
            @Nullable SSLSocketFactory tls) {
        this.settings = settings;
        this.patience = patience;
        this.receiver = receiver;
        this.tls = tls;
    }

    /// Begins to keep the line up.
    void keep() {
        Thread.ofPlatform().name("smpp-line").daemon().start(this::keepUntilClosed);
    }

    /// The bound session. Where there is none it is bound, unless that failed a moment ago.
    SMPPSession session() throws Down, InterruptedException {
        if (!lock.tryLock(2 * patience.connect().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Down(new Handed.Unavailable("the message centre does not answer"));
        }
        try {
            letGoWhenGone();
            if (session != null) {
                return session;
            }
            if (closed) {
                throw new Down(new Handed.Unavailable("closed"));
            }
            if (lastFailure != null && nextTry - System.nanoTime() > 0) {
                throw lastFailure;
            }
            session = bound();
            return session;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        SMPPSession last;
        lock.lock();
        try {
            closed = true;
            last = session;
            session = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.unbindAndClose();
        }
    }

    private SMPPSession bound() throws Down {
        try {
            SMPPSession bound = bind();
            boundAt = System.nanoTime();
            lastFailure = null;
            changed.signalAll();
            return bound;
        } catch (IOException e) {
            Handed handed = meaning(e);
            LOG.warn("no line to the message centre: {}", handed);
            lastFailure = new Down(handed);
            backOff();
            throw lastFailure;
        }
    }

    /// A line that went soon makes the thread that keeps it up wait like a failed bind does: a centre that takes
    /// every bind and hangs up would be called without end. A message does not wait for that.
    private void letGoWhenGone() {
        if (session == null || session.getSessionState().isTransmittable()) {
            return;
        }
        session = null;
        if (System.nanoTime() - boundAt > LONGEST_BACK_OFF.toNanos()) {
            failures = 0;
        }
        backOff();
    }

    private void backOff() {
        failures++;
        Duration wait = patience.firstBackOff().multipliedBy(1L << Math.min(failures - 1, 6));
        nextTry = System.nanoTime() + (wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait).toNanos();
    }

    private SMPPSession bind() throws IOException {
        SMPPSession fresh = new SMPPSession(this::connect);
        fresh.setMessageReceiverListener(receiver);
        fresh.setTransactionTimer(patience.response().toMillis());
        fresh.setEnquireLinkTimer((int) patience.enquire().toMillis());
        AtomicBoolean gone = new AtomicBoolean();
        fresh.addSessionStateListener((state, _, _) -> {
            if (!state.isBound() && state != SessionState.OPEN) {
                gone.set(true);
            }
            wake();
        });
        BindParameter parameters = new BindParameter(
                BindType.BIND_TRX,
                settings.systemId(),
                settings.password(),
                settings.systemType(),
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.UNKNOWN,
                "");
        try {
            fresh.connectAndBind(
                    settings.host(),
                    settings.port(),
                    parameters,
                    patience.connect().toMillis());
            // A centre that hangs up right after its answer: the library hears that on another thread, and may set the
            // state to bound after it was closed. Nothing would ever be heard of such a session again.
            if (gone.get()) {
                throw new EOFException("the line went as soon as it was bound");
            }
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        return fresh;
    }

    /// Not on the library's thread: it may hold locks of its own.
    private void wake() {
        Thread.ofVirtual().name("smpp-wake").start(() -> {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    private Connection connect(String host, int port) throws IOException {
        int millis = (int) patience.connect().toMillis();
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setTcpNoDelay(true);
            return new SocketConnection(settings.tls() ? secured(socket, millis) : socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket socket, int millis) throws IOException {
        SSLSocketFactory factory = tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls;
        SSLSocket secure = (SSLSocket) factory.createSocket(socket, settings.host(), settings.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        // RFC 2818 §3.1: the name asked for must be the one in the certificate.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(millis);
        secure.startHandshake();
        return secure;
    }

    private static Handed meaning(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NegativeResponseException negative) {
                return SmppAnswers.bind(negative.getCommandStatus());
            }
            if (cause instanceof javax.net.ssl.SSLException) {
                return new Handed.RefusedTransport(
                        "no secure line: " + cause.getClass().getSimpleName());
            }
        }
        return new Handed.Unavailable("no connection: " + failure.getClass().getSimpleName());
    }

    private void keepUntilClosed() {
        try {
            while (!isClosed()) {
                try {
                    session();
                } catch (Down e) {
                    // It has been logged, and is tried again.
                }
                awaitChange();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Until the session has gone, or the next try is due.
    private void awaitChange() throws InterruptedException {
        lock.lock();
        try {
            letGoWhenGone();
            while (!closed && session != null) {
                var _ = changed.await(10, TimeUnit.SECONDS);
                letGoWhenGone();
            }
            long left = nextTry - System.nanoTime();
            while (!closed && session == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
