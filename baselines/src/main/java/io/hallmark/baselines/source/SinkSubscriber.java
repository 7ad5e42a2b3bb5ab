package io.hallmark.baselines.source;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Puts the body of a good answer into a sink; stops the transfer at any other answer and when the sink refuses. */
final class SinkSubscriber implements HttpResponse.BodySubscriber<Void> {
    private final HttpResponse.ResponseInfo info;
    private final Sink sink;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.Subscription subscription;

    SinkSubscriber(HttpResponse.ResponseInfo info, Sink sink) {
        this.info = info;
        this.sink = sink;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        try {
            if (info.statusCode() != 200) {
                subscription.cancel();
                done.complete(null);
                return;
            }
            sink.announce(info.headers().firstValueAsLong("Content-Length").orElse(0));
            subscription.request(1);
        } catch (IOException | NumberFormatException e) {
            stop(e);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                sink.write(buffer);
            }
            subscription.request(1);
        } catch (IOException | RuntimeException e) {
            stop(e);
        }
    }

    @Override
    public void onError(Throwable cause) {
        done.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }

    private void stop(Exception cause) {
        subscription.cancel();
        done.completeExceptionally(cause);
    }
}
